/**
 * The demo: a small serverless app that the checks pass, and with `-c posture=insecure` beside it a stack of classic
 * mistakes that they block.
 */
import { App, Aspects } from 'aws-cdk-lib';
import { LeastPrivilegeChecks } from '../lib';
import { MistakesStack } from './demo/mistakes-stack';
import { OrdersStack } from './demo/orders-stack';

const app = new App();
new OrdersStack(app, 'Orders');
if (app.node.tryGetContext('posture') === 'insecure') new MistakesStack(app, 'Mistakes');
Aspects.of(app).add(new LeastPrivilegeChecks());

import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { accessToArn } from './operations';
import { nameInArn } from './resource-place';
import { textOf } from './token-text';

/** Access to resources of Location Service, each by its ARN. */
export class LocationAccess {
  /** @internal */
  public static _of(): LocationAccess {
    return new LocationAccess();
  }

  private constructor() {}

  /**
   * Find places by text and by position: `SearchPlaceIndexForText`, `SearchPlaceIndexForPosition`.
   *
   * @example
   * declare const places: location.CfnPlaceIndex;
   * Access.location().searchPlaces(places.attrIndexArn);
   */
  public searchPlaces(placeIndexArn: string): DeclaredAccess {
    return toNamed(placeIndexArn, ['geo:SearchPlaceIndexForPosition', 'geo:SearchPlaceIndexForText']);
  }

  /** Calculate routes: `CalculateRoute`. */
  public calculateRoutes(routeCalculatorArn: string): DeclaredAccess {
    return toNamed(routeCalculatorArn, ['geo:CalculateRoute']);
  }

  /** Report where devices are: `BatchUpdateDevicePosition`. */
  public updatePositions(trackerArn: string): DeclaredAccess {
    return toNamed(trackerArn, ['geo:BatchUpdateDevicePosition']);
  }

  /** Read where devices are, and were: `GetDevicePosition`, `BatchGetDevicePosition`, `GetDevicePositionHistory`. */
  public readPositions(trackerArn: string): DeclaredAccess {
    return toNamed(trackerArn, ['geo:BatchGetDevicePosition', 'geo:GetDevicePosition', 'geo:GetDevicePositionHistory']);
  }

  /** Compare positions with geofences: `BatchEvaluateGeofences`. */
  public evaluateGeofences(geofenceCollectionArn: string): DeclaredAccess {
    return toNamed(geofenceCollectionArn, ['geo:BatchEvaluateGeofences']);
  }
}

/** The calls take the name, not the ARN. */
function toNamed(arn: string, actions: readonly string[]): DeclaredAccess {
  const name = nameInArn(arn);
  const values = { [EnvironmentValue.IDENTIFIER]: name, [EnvironmentValue.ARN]: arn, [EnvironmentValue.NAME]: name };
  return standingForName(textOf(arn), values, accessToArn(arn, actions));
}

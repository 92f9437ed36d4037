import { Stack } from 'aws-cdk-lib';
import { type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { accessToArn } from './operations';
import { declareAccess } from './reference-access';
import { nameInArn } from './resource-place';
import { ScopedAccess } from './scoped-access';
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

  /** Finish what someone types with places: `SearchPlaceIndexForSuggestions`. */
  public suggestPlaces(placeIndexArn: string): DeclaredAccess {
    return toNamed(placeIndexArn, ['geo:SearchPlaceIndexForSuggestions']);
  }

  /** Read places whose ids are known: `GetPlace`. */
  public readPlaces(placeIndexArn: string): DeclaredAccess {
    return toNamed(placeIndexArn, ['geo:GetPlace']);
  }

  /** Draw a map: `GetMapStyleDescriptor`, `GetMapTile`, `GetMapSprites`, `GetMapGlyphs`. */
  public drawMap(mapArn: string): DeclaredAccess {
    return toNamed(mapArn, ['geo:GetMapGlyphs', 'geo:GetMapSprites', 'geo:GetMapStyleDescriptor', 'geo:GetMapTile']);
  }

  /** Calculate the routes between many places: `CalculateRouteMatrix`. */
  public calculateRouteMatrix(routeCalculatorArn: string): DeclaredAccess {
    return toNamed(routeCalculatorArn, ['geo:CalculateRouteMatrix']);
  }

  /** Find places by text, with the calls that need no place index: `geo-places:Geocode`, `SearchText`, in the region of the function. */
  public geocode(): DeclaredAccess {
    return toProvider('geo-places', 'Geocode', 'SearchText');
  }

  /** Find places by position, with the calls that need no place index: `geo-places:ReverseGeocode`, `SearchNearby`. */
  public reverseGeocode(): DeclaredAccess {
    return toProvider('geo-places', 'ReverseGeocode', 'SearchNearby');
  }

  /** Calculate routes, with the call that needs no route calculator: `geo-routes:CalculateRoutes`. */
  public planRoutes(): DeclaredAccess {
    return toProvider('geo-routes', 'CalculateRoutes');
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

/** The data provider of a region, which belongs to AWS: its ARN names no account. */
function toProvider(service: string, ...operations: string[]): DeclaredAccess {
  return new ScopedAccess((scope) => {
    const arn = Stack.of(scope).formatArn({ service, account: '', resource: 'provider', resourceName: 'default' });
    const actions = operations.map((operation) => `${service}:${operation}`);
    return declareAccess(scope, [{ actions, targets: [{ type: 'provider', arn }] }]);
  });
}

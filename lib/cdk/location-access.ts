import type { DeclaredAccess } from './declared-access';
import { accessToArn } from './operations';

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
    return accessToArn(placeIndexArn, ['geo:SearchPlaceIndexForPosition', 'geo:SearchPlaceIndexForText']);
  }

  /** Calculate routes: `CalculateRoute`. */
  public calculateRoutes(routeCalculatorArn: string): DeclaredAccess {
    return accessToArn(routeCalculatorArn, ['geo:CalculateRoute']);
  }

  /** Report where devices are: `BatchUpdateDevicePosition`. */
  public updatePositions(trackerArn: string): DeclaredAccess {
    return accessToArn(trackerArn, ['geo:BatchUpdateDevicePosition']);
  }

  /** Read where devices are, and were: `GetDevicePosition`, `BatchGetDevicePosition`, `GetDevicePositionHistory`. */
  public readPositions(trackerArn: string): DeclaredAccess {
    return accessToArn(trackerArn, ['geo:BatchGetDevicePosition', 'geo:GetDevicePosition', 'geo:GetDevicePositionHistory']);
  }

  /** Compare positions with geofences: `BatchEvaluateGeofences`. */
  public evaluateGeofences(geofenceCollectionArn: string): DeclaredAccess {
    return accessToArn(geofenceCollectionArn, ['geo:BatchEvaluateGeofences']);
  }
}

"""Market access: the economic mass that a place can reach, each part worth less with distance.

The access of place i is the sum over all places j of E_j d_ij^-a, own mass among them. Inside an
area of A square kilometres the mean distance to its centre, were it a circle, is two thirds of the
radius, 2/3 sqrt(A / pi) (Head and Mayer 2004, as is usual since Keeble, Owens and Thompson 1982).
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]

EARTH_RADIUS = 6371.0088
"""Mean radius of the earth in kilometres (IUGG)."""


def own_distance(square_kilometres: ArrayLike) -> Floats:
    """Return the mean distance to the centre of a circle of each area, in kilometres.

    Args:
        square_kilometres: (R,) above zero.

    Raises:
        InputError: an area of zero or less.
    """
    area = np.asarray(square_kilometres, dtype=np.float64)
    if (area <= 0).any():
        raise InputError("An area of zero or less has no distance inside", allowed="above 0 km2")
    return np.asarray(2.0 / 3.0 * np.sqrt(area / np.pi))


def great_circle(longitude: ArrayLike, latitude: ArrayLike) -> Floats:
    """Return kilometres between all points on the sphere, by the haversine.

    Args:
        longitude: (R,) degrees.
        latitude: (R,) degrees.

    Returns:
        (R, R), zero on the diagonal.
    """
    east, north = np.radians(longitude), np.radians(latitude)
    across = np.sin((east[:, None] - east[None, :]) / 2) ** 2
    up = np.sin((north[:, None] - north[None, :]) / 2) ** 2
    chord = up + np.cos(north)[:, None] * np.cos(north)[None, :] * across
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


def distances(longitude: ArrayLike, latitude: ArrayLike, square_kilometres: ArrayLike) -> Floats:
    """Return kilometres between all places, with the distance inside each on the diagonal.

    Args:
        longitude: (R,) of the centres, degrees.
        latitude: (R,) of the centres, degrees.
        square_kilometres: (R,) of the places.

    Returns:
        (R, R). Two centres are never nearer than each is to its own people: a place inside another
        would otherwise be nearer to it than the other to itself.
    """
    between = great_circle(longitude, latitude)
    own = own_distance(square_kilometres)
    apart = np.maximum(between, np.maximum(own[:, None], own[None, :]))
    np.fill_diagonal(apart, own)
    return apart


def market_access(mass: ArrayLike, kilometres: ArrayLike, exponent: float) -> Floats:
    """Return the mass that each place can reach, worth less by a power of distance.

    Args:
        mass: (R,) jobs, GVA or people; places whose mass is not known are left out beforehand.
        kilometres: (R, R) above zero.
        exponent: of distance, zero or more.

    Returns:
        (R,) in units of mass over kilometres to the exponent.

    Raises:
        InputError: a distance of zero or less, or an exponent below zero.
    """
    apart = np.asarray(kilometres, dtype=np.float64)
    if not (apart > 0).all() or exponent < 0:
        raise InputError(
            "Market access needs distances above zero and an exponent of zero or more",
            where=f"smallest distance {apart.min():.3g} km, exponent {exponent:.3g}",
        )
    return np.asarray(apart**-exponent @ np.asarray(mass, dtype=np.float64))


def reach(mass: ArrayLike, kilometres: ArrayLike, radius: float) -> Floats:
    """Return the mass of the places whose centres lie within a radius, own mass always.

    Args:
        mass: (R,).
        kilometres: (R, R).
        radius: kilometres.
    """
    near = np.asarray(kilometres) <= radius
    np.fill_diagonal(near, val=True)
    return np.asarray(near @ np.asarray(mass, dtype=np.float64))


def centroid(geometry: str) -> tuple[float, float]:
    """Return longitude and latitude of the centre of an outline, weighted by area.

    Degrees of longitude are shortened by the cosine of latitude, so that an area is weighted by
    what it is on the ground; holes are taken out. Longitude and latitude are taken as a plane
    within the outline: for areas of a hundred kilometres that errs by less than one.

    Args:
        geometry: GeoJSON text of a Polygon or MultiPolygon in degrees (WGS 84).
    """
    shape: dict[str, Any] = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    parts = [
        (sign * area, centre)
        for polygon in polygons
        for ring, sign in zip(polygon, [1.0] + [-1.0] * (len(polygon) - 1), strict=True)
        for area, centre in [_ring(np.array([point[:2] for point in ring], dtype=np.float64))]
    ]
    weights = np.array([area for area, _ in parts])
    centres = np.array([centre for _, centre in parts])
    if not weights.sum() > 0:
        raise InputError("An outline without an area has no centre", where=geometry[:80])
    longitude, latitude = weights @ centres / weights.sum()
    return float(longitude), float(latitude)


def _ring(ring: Floats) -> tuple[float, Floats]:
    """Return the area (on the ground, in squared degrees of latitude) and centre of one ring."""
    origin = ring[0]
    points = ring - origin  # near zero, so that nothing cancels
    if (ring[0] != ring[-1]).any():
        points = np.vstack([points, points[:1]])
    cross = points[:-1, 0] * points[1:, 1] - points[1:, 0] * points[:-1, 1]
    twice = cross.sum()
    if twice == 0:
        return 0.0, origin
    centre = origin + ((points[:-1] + points[1:]) * cross[:, None]).sum(axis=0) / (3 * twice)
    return float(abs(twice) / 2 * np.cos(np.radians(centre[1]))), centre

//! Air line between two points. From coordinates no more is known: never call it road or travel time.

/// WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Mean radius of the earth.
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Great-circle distance in kilometres.
#[must_use]
pub fn air_line_km(a: Coordinates, b: Coordinates) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b.lon - a.lon).to_radians() / 2.0;
    let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// Great-circle distance in whole kilometres, as shown.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "half the earth's girth is 20 015 km: fits, and is never negative"
)]
pub fn air_line_whole_km(a: Coordinates, b: Coordinates) -> u32 {
    air_line_km(a, b).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let oslo = Coordinates { lat: 59.9127, lon: 10.7461 };
        let bergen = Coordinates { lat: 60.3929, lon: 5.3241 };
        let tromso = Coordinates { lat: 69.6489, lon: 18.9551 };
        assert_eq!(air_line_whole_km(oslo, bergen), 305);
        assert_eq!(air_line_whole_km(oslo, tromso), 1148);
        assert_eq!(air_line_whole_km(oslo, oslo), 0);
    }
}

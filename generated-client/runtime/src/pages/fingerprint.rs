//! Hashes the items of a page, to compare pages without keeping the items.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A hash of a JSON value.
pub(super) struct Fingerprint {
    pub(super) hash: u64,
    /// Whether the value contains an object. Arrays of numbers or strings may be equal by chance.
    pub(super) has_objects: bool,
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let (mut hasher, mut has_objects) = (DefaultHasher::new(), false);
        Hashing(&mut hasher, &mut has_objects).deserialize(json)?;
        Ok(Self { hash: hasher.finish(), has_objects })
    }
}

struct Hashing<'h>(&'h mut DefaultHasher, &'h mut bool);

impl Hashing<'_> {
    fn add<E: Error>(self, kind: u8, value: impl Hash) -> Result<(), E> {
        (kind, value).hash(self.0);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Hashing<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Hashing<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.add(0, ())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.add(1, value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.add(2, value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.add(3, value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.add(4, value.to_bits())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.add(5, value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self(hasher, has_objects) = self;
        6_u8.hash(hasher);
        while list.next_element_seed(Hashing(hasher, has_objects))?.is_some() {}
        7_u8.hash(hasher);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(hasher, has_objects) = self;
        *has_objects = true;
        8_u8.hash(hasher);
        while map.next_key_seed(Hashing(hasher, has_objects))?.is_some() {
            map.next_value_seed(Hashing(hasher, has_objects))?;
        }
        9_u8.hash(hasher);
        Ok(())
    }
}

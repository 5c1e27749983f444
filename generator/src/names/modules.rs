//! Names of modules, which are names of files on every operating system.

use super::snake;

/// The maximum length, so that the path of a file in a client has at most 200 characters.
const LONGEST: usize = 48;
/// Device names of Windows, which are reserved in every folder, also with an extension.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// Returns the name of a module: in snake case, shortened at the end of a word.
pub fn module(text: &str) -> String {
    let name = snake(text);
    let mut short = String::new();
    for (index, word) in name.split('_').enumerate() {
        if index > 0 {
            if short.len() + 1 + word.len() > LONGEST {
                break;
            }
            short.push('_');
        }
        short.extend(word.chars().take(LONGEST));
    }
    if is_device(&short) { short + "_tag" } else { short }
}

/// Whether Windows has a device of a name.
pub(crate) fn is_device(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    DEVICES.contains(&name)
        || numbered.is_some_and(|rest| rest.len() == 1 && rest != "0" && rest.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_is_a_file_name_everywhere() {
        for (text, expected) in [
            ("Users", "users"),
            ("type", "type_"),
            ("CON", "con_tag"),
            ("com1", "com1_tag"),
            ("contacts", "contacts"),
            (
                "Everything about the life of a pet from its birth to its grave",
                "everything_about_the_life_of_a_pet_from_its",
            ),
        ] {
            assert_eq!(module(text), expected);
        }
        assert_eq!(module(&"x".repeat(300)).len(), LONGEST);
    }
}

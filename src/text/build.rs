//! Makes one function a message from the Fluent files of `assets/locales`.
//!
//! Every language that has a folder must have the same messages with the same variables; otherwise the build
//! fails and names the difference, so that a sentence can never be missing on the screen.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

const LOCALES: &str = "assets/locales";
const REFERENCE: &str = "nb";

type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={LOCALES}");
    println!("cargo::rerun-if-changed=src/text/build.rs");
    let mut languages = BTreeMap::new();
    for folder in sorted(Path::new(LOCALES))? {
        let name = folder.file_name().and_then(|name| name.to_str()).ok_or("folder name")?.to_owned();
        let files = sorted(&folder)?;
        let messages = read_language(&files)?;
        languages.insert(name, (files, messages));
    }
    let (_, reference) = languages.get(REFERENCE).ok_or("assets/locales/nb is missing")?;
    for (language, (_, messages)) in &languages {
        compare(language, reference, messages)?;
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("messages.rs");
    fs::write(out, generate(reference, &languages)?)?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}

fn read_language(files: &[PathBuf]) -> Result<Messages, Box<dyn Error>> {
    let mut messages = Messages::new();
    for file in files {
        let source = fs::read_to_string(file)?;
        let resource = fluent_syntax::parser::parse(source.as_str())
            .map_err(|(_, errors)| format!("{}: {errors:?}", file.display()))?;
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    let value =
                        message.value.ok_or_else(|| format!("{}: {id} has no text", file.display()))?;
                    let mut variables = BTreeSet::new();
                    collect(&value, &mut variables);
                    if messages.insert(id.clone(), variables).is_some() {
                        return Err(format!("{}: {id} stands twice", file.display()).into());
                    }
                }
                Entry::Term(_) | Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                Entry::Junk { content } => {
                    return Err(format!("{}: cannot read {content}", file.display()).into());
                }
            }
        }
    }
    Ok(messages)
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_expression(expression, variables);
        }
    }
}

fn collect_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => collect_inline(inline, variables),
        Expression::Select { selector, variants } => {
            collect_inline(selector, variables);
            for variant in variants {
                let (VariantKey::Identifier { .. } | VariantKey::NumberLiteral { .. }) = variant.key;
                collect(&variant.value, variables);
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, variables);
            }
        }
        InlineExpression::Placeable { expression } => collect_expression(expression, variables),
        _ => {}
    }
}

fn compare(language: &str, reference: &Messages, messages: &Messages) -> Result<(), Box<dyn Error>> {
    for (id, variables) in reference {
        match messages.get(id) {
            None => return Err(format!("{language} lacks the message {id}").into()),
            Some(own) if own != variables => {
                return Err(format!("{language}: {id} has the variables {own:?}, not {variables:?}").into());
            }
            Some(_) => {}
        }
    }
    match messages.keys().find(|id| !reference.contains_key(*id)) {
        Some(extra) => Err(format!("{language} has {extra}, which {REFERENCE} lacks").into()),
        None => Ok(()),
    }
}

fn generate(
    reference: &Messages,
    languages: &BTreeMap<String, (Vec<PathBuf>, Messages)>,
) -> Result<String, Box<dyn Error>> {
    let mut code = String::from(
        "/// The languages there are texts for, with their sources.\nconst SOURCES: &[(&str, &[&str])] = &[\n",
    );
    for (language, (files, _)) in languages {
        write!(code, "    ({language:?}, &[")?;
        for file in files {
            write!(code, "include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{}\")), ", file.display())?;
        }
        code.push_str("]),\n");
    }
    code.push_str("];\n\nimpl Texts {\n");
    for (id, variables) in reference {
        let function = id.replace('-', "_");
        writeln!(code, "    /// The message `{id}`.\n    #[must_use]")?;
        if variables.is_empty() {
            writeln!(code, "    pub fn {function}(&self) -> Cow<'_, str> {{ self.plain({id:?}) }}")?;
        } else {
            let parameters: Vec<_> =
                variables.iter().map(|name| format!("{name}: impl Into<FluentValue<'a>>")).collect();
            let arguments: Vec<_> =
                variables.iter().map(|name| format!("({name:?}, {name}.into())")).collect();
            writeln!(
                code,
                "    pub fn {function}<'a>(&self, {}) -> String {{ self.filled({id:?}, [{}]) }}",
                parameters.join(", "),
                arguments.join(", ")
            )?;
        }
    }
    code.push_str("}\n");
    Ok(code)
}

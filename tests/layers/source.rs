//! A source file taken apart: its tokens without comments, its string literals, and the paths its code names.

/// A piece of the text, with its line.
pub(crate) type Piece = (usize, String);

/// A source file, with its text taken apart.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) lines: usize,
    pub(crate) begins_with_doc: bool,
    /// Words and signs outside comments and literals, each with its line.
    pub(crate) tokens: Vec<Piece>,
    /// String literals, each with its line.
    pub(crate) literals: Vec<Piece>,
    /// Where a test module at the end of the file begins, as a number of tokens; a file of tests is one from its start.
    tests_from: usize,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (tokens, literals) = take_apart(text);
        let test_mark = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
        let is_test_module = |window: &[Piece]| {
            window.iter().map(|(_, token)| token.as_str()).take(8).eq(test_mark) && window[9].1 == "{"
        };
        let tests_from = if path.ends_with("/tests.rs") {
            0
        } else {
            tokens.windows(10).position(is_test_module).unwrap_or(tokens.len())
        };
        Self {
            path: path.to_owned(),
            lines: text.lines().count(),
            begins_with_doc: text.starts_with("//!") || text.starts_with("#![doc ="),
            tokens,
            literals,
            tests_from,
        }
    }

    /// The folder of `src` it lies in, or its own name for a file directly there; none outside `src`.
    pub(crate) fn folder(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        inside.split('/').next().map(|first| first.strip_suffix(".rs").unwrap_or(first))
    }

    /// The module the file is, from the root of the crate.
    pub(crate) fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let mut module: Vec<String> =
            inside.strip_suffix(".rs").unwrap_or(inside).split('/').map(ToOwned::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        module
    }

    /// Every path of the code outside its test module, with `use` groups written out.
    pub(crate) fn paths(&self) -> Vec<(usize, Vec<String>)> {
        let tokens = &self.tokens[..self.tests_from];
        let mut paths = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            at = if is_word(&tokens[at].1) { read_path(tokens, at, &[], &mut paths) } else { at + 1 };
        }
        paths
    }

    pub(crate) fn breach(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Reads the path that begins at `at`, and gives where it ends. A group makes one path for each of its members.
fn read_path(
    tokens: &[Piece],
    mut at: usize,
    before: &[String],
    paths: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let token = |at: usize| tokens.get(at).map_or("", |(_, token)| token.as_str());
    let line = tokens[at].0;
    let mut path = before.to_vec();
    loop {
        path.push(token(at).to_owned());
        at += 1;
        if token(at) != "::" || !(is_word(token(at + 1)) || token(at + 1) == "{") {
            break;
        }
        at += 1;
        if token(at) == "{" {
            at += 1;
            while at < tokens.len() && token(at) != "}" {
                at = if is_word(token(at)) { read_path(tokens, at, &path, paths) } else { at + 1 };
            }
            return at + 1;
        }
    }
    paths.push((line, path));
    at
}

/// Splits a text into tokens and string literals, without its comments.
fn take_apart(text: &str) -> (Vec<Piece>, Vec<Piece>) {
    let signs: Vec<char> = text.chars().collect();
    let (mut tokens, mut literals) = (Vec::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    while let Some(&sign) = signs.get(at) {
        let rest = &signs[at..];
        let (length, start) = (length_of(rest), line);
        let piece: String = rest[..length].iter().collect();
        line += piece.matches('\n').count();
        at += length;
        if piece.starts_with("//") || piece.starts_with("/*") || sign.is_whitespace() || sign == '\'' {
            continue;
        }
        match piece.split_once('"') {
            Some((_, literal)) => literals.push((start, literal.trim_end_matches(['"', '#']).to_owned())),
            None => tokens.push((start, piece)),
        }
    }
    (tokens, literals)
}

/// The length of the comment, literal, word or sign at the beginning of the text; at least one.
fn length_of(rest: &[char]) -> usize {
    let starts = |with: &str| with.chars().enumerate().all(|(at, sign)| rest.get(at) == Some(&sign));
    let until = |from: usize, is_end: &dyn Fn(usize) -> bool| {
        (from..rest.len()).find(|at| is_end(*at)).unwrap_or(rest.len())
    };
    if starts("//") {
        return until(2, &|at| rest[at] == '\n');
    }
    if starts("/*") {
        let mut depth = 0_usize;
        for at in 0..rest.len().saturating_sub(1) {
            match (rest[at], rest[at + 1]) {
                ('/', '*') => depth += 1,
                ('*', '/') if depth == 1 => return at + 2,
                ('*', '/') => depth -= 1,
                _ => {}
            }
        }
        return rest.len();
    }
    let prefix = rest.iter().take_while(|sign| matches!(sign, 'b' | 'c' | 'r')).count().min(2);
    let hashes = rest[prefix..].iter().take_while(|sign| **sign == '#').count();
    if rest.get(prefix + hashes) == Some(&'"') && (hashes == 0 || rest[..prefix].contains(&'r')) {
        let is_raw = rest[..prefix].contains(&'r');
        let mut at = prefix + hashes + 1;
        while at < rest.len() {
            match rest[at] {
                '\\' if !is_raw => at += 1,
                '"' if rest[at + 1..].iter().take(hashes).filter(|sign| **sign == '#').count() == hashes => {
                    return at + 1 + hashes;
                }
                _ => {}
            }
            at += 1;
        }
        return rest.len();
    }
    if starts("'") {
        // A character has its end after one sign or an escape; a lifetime has none.
        return match rest {
            [_, '\\', _, ..] => until(3, &|at| rest[at] == '\'').min(rest.len() - 1) + 1,
            [_, _, '\'', ..] => 3,
            _ => until(1, &|at| !(rest[at].is_alphanumeric() || rest[at] == '_')),
        };
    }
    if rest[0].is_alphabetic() || rest[0] == '_' {
        return until(1, &|at| !(rest[at].is_alphanumeric() || rest[at] == '_'));
    }
    if starts("::") { 2 } else { 1 }
}

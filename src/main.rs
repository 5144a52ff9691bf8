//! The program: hands its arguments over to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    akuttvakt::cli::run(std::env::args_os())
}

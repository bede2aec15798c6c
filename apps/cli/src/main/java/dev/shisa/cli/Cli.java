package dev.shisa.cli;

import dev.shisa.ledger.LedgerException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code shisa-cli score|witness|verify|verdicts|facts|evidence|import|export …}, started by the launcher. The result goes
 * to stdout, talk to stderr; exit codes are the launcher's: 0 done, 1 problem found, 2 wrong usage, 4 cannot reach, 5
 * refused, 70 our bug.
 */
@Command(
        name = "shisa",
        subcommands = {
            ScoreCommand.class,
            WitnessCommand.class,
            VerifyCommand.class,
            VerdictsCommand.class,
            FactsCommand.class,
            EvidenceCommand.class,
            ImportCommand.class,
            ExportCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Cli {

    static final int PROBLEM = 1;
    static final int WRONG_USAGE = 2;
    private static final int OUR_BUG = 70;

    private static final PrintStream TALK = System.err;

    private Cli() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... args) {
        return new CommandLine(new Cli())
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure))
                .setParameterExceptionHandler((failure, _) -> {
                    say("✗ " + failure.getMessage());
                    return WRONG_USAGE;
                })
                .execute(args);
    }

    private static int failed(Exception failure) {
        return switch (failure) {
            case LedgerException known -> problem(String.valueOf(known.getMessage()));
            case UncheckedIOException io -> problem(String.valueOf(io.getMessage()));
            case Refusal refusal -> {
                say("✗ " + refusal.getMessage());
                yield refusal.code();
            }
            default -> {
                failure.printStackTrace(TALK);
                yield OUR_BUG;
            }
        };
    }

    private static int problem(String sentence) {
        say("✗ " + sentence);
        return PROBLEM;
    }

    /** One line to the person. */
    static void say(String line) {
        TALK.println(line);
    }
}

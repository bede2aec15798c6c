package dev.shisa.cli;

import dev.shisa.ledger.LedgerException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code shisa-cli score|witness|verify|probe|verdicts|findings|facts|evidence|import|export|sources|demo …}, started by the launcher. The
 * result goes to stdout, talk to stderr; exit codes are the launcher's: 0 done, 1 problem found, 2 wrong usage, 4 cannot reach,
 * 5 refused, 70 our bug.
 */
@Command(
        name = "shisa",
        subcommands = {
            ScoreCommand.class,
            WitnessCommand.class,
            VerifyCommand.class,
            ProbeCommand.class,
            VerdictsCommand.class,
            FindingsCommand.class,
            FactsCommand.class,
            EvidenceCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            SourcesCommand.class,
            DemoCommand.class
        })
public final class Cli {

    static final int PROBLEM = 1;
    static final int WRONG_USAGE = 2;
    private static final int OUR_BUG = 70;

    private static final List<String> HELP = List.of("--help", "-h");

    private static final PrintStream TALK = System.err;

    private Cli() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... args) {
        CommandLine line = new CommandLine(new Cli());
        if (args.length > 0
                && line.getSubcommands().containsKey(args[0])
                && Arrays.stream(args).anyMatch(HELP::contains)) {
            System.out.println(Words.t("usage." + args[0], Words.t("usage.server")));
            return 0;
        }
        return line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure))
                .setParameterExceptionHandler((failure, _) -> {
                    say("✗ " + wrongUsage(failure));
                    String usage = "usage." + (args.length == 0 ? "all" : args[0]);
                    say(Words.t(Words.has(usage) ? usage : "usage.all", Words.t("usage.server")));
                    return WRONG_USAGE;
                })
                .execute(args);
    }

    private static String wrongUsage(ParameterException failure) {
        return switch (failure) {
            case MissingParameterException missing ->
                Words.t(
                        "usage.missing",
                        missing.getMissing().stream().map(Cli::name).collect(Collectors.joining(", ")));
            case UnmatchedArgumentException unknown ->
                Words.t("usage.unknown", String.join(" ", unknown.getUnmatched()));
            default -> {
                ArgSpec option = failure.getArgSpec();
                yield option == null
                        ? Words.t("usage.command")
                        : Words.t("usage.value", name(option), String.valueOf(failure.getValue()));
            }
        };
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static int failed(Exception failure) {
        return switch (failure) {
            case LedgerException known -> problem(Words.t("failed.ledger", String.valueOf(known.getMessage())));
            case UncheckedIOException io -> problem(Words.t("failed.file", String.valueOf(io.getMessage())));
            case Refusal refusal -> {
                say("✗ " + refusal.getMessage());
                yield refusal.code();
            }
            default -> {
                say("✗ " + Words.t("failed.bug"));
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

package dev.shisa.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code score}: answers sets of published or made-up cases, so that others can count what is right. */
@Command(
        name = "score",
        subcommands = {ScoreCommand.LedgerCommand.class, ScoreCommand.PsirtCommand.class})
final class ScoreCommand {

    /** Answers proofs, notes, witness requests and logs below ROOT into OUT. */
    @Command(name = "ledger")
    static final class LedgerCommand implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "ROOT")
        private Path root = Path.of("");

        @Parameters(index = "1", paramLabel = "OUT")
        private Path out = Path.of("");

        @Override
        public Integer call() {
            return new LedgerScore(root, out).run() ? 0 : Cli.PROBLEM;
        }
    }

    /** Answers versions, names, matches, lists and advisories below ROOT into OUT. */
    @Command(name = "psirt")
    static final class PsirtCommand implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "ROOT")
        private Path root = Path.of("");

        @Parameters(index = "1", paramLabel = "OUT")
        private Path out = Path.of("");

        @Override
        public Integer call() {
            return new PsirtScore(root, out, InstantSource.system()).run() ? 0 : Cli.PROBLEM;
        }
    }
}

package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.StartException;
import dev.shisa.server.platform.jobs.WorkLine;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.storage.DataInUseException;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code shisa backup}, {@code shisa restore} and {@code shisa drill}: a process of its own, beside a server or without one,
 * and without a container. The server starts the same for what it does by itself, with {@code --machine}: progress and the
 * result as lines of words and JSON.
 */
public final class BackupCommand {

    static final int DONE = 0;
    static final int PROBLEM = 1;
    static final int WRONG_USAGE = 2;
    static final int CANNOT_REACH = 4;
    static final int OUR_BUG = 70;

    /** Where days begin for retention: as on every page. */
    static final ZoneId ZONE = dev.shisa.server.platform.web.Ui.ZONE;

    private static final long PROGRESS_MS = 3_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Options options;
    private final Contents contents;
    private final String program;
    private final InstantSource clock;
    private final Locale locale;
    private final Words words;
    private final PrintStream out;
    private final PrintStream talk;
    private final WorkLine line;
    private final SecureRandom random = new SecureRandom();

    BackupCommand(
            Options options,
            Contents contents,
            String program,
            InstantSource clock,
            Locale locale,
            PrintStream out,
            PrintStream talk) {
        this.options = options;
        this.contents = contents;
        this.program = program;
        this.clock = clock;
        this.locale = locale;
        this.words = new Words(new Messages(), locale);
        this.out = out;
        this.talk = talk;
        this.line = WorkLine.on(talk);
    }

    /** Whether the first word of the command line is one of ours. */
    public static boolean knows(String word) {
        return List.of("backup", "restore", "drill").contains(word);
    }

    public static void main(String[] args, Contents contents, String program) {
        // What libraries log is for a log; here, one sentence says it.
        Quiet.now();
        System.exit(run(args, contents, program, InstantSource.system(), Locale.getDefault(), System.out, System.err));
    }

    static int run(
            String[] args,
            Contents contents,
            String program,
            InstantSource clock,
            Locale locale,
            PrintStream out,
            PrintStream talk) {
        return switch (Options.parse(args)) {
            case Options.Wrong(String code, List<Object> given) -> {
                talk.println("✗ " + new Words(new Messages(), locale).usage(code, given.toArray()));
                yield WRONG_USAGE;
            }
            case Options options -> new BackupCommand(options, contents, program, clock, locale, out, talk).run();
        };
    }

    private int run() {
        try (DataLock _ = life()) {
            switch (options.command()) {
                case BACKUP -> backup();
                case RESTORE -> restore();
                case DRILL -> drill();
            }
            return DONE;
        } catch (BackupException e) {
            return failed(e, PROBLEM);
        } catch (StartException e) {
            return failed(new BackupException(e, "database-start", e.sentence(locale)), CANNOT_REACH);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace(talk);
            return failed(new BackupException(e, "bug", String.valueOf(e)), OUR_BUG);
        }
    }

    /** The server's own one says that it lives; a restore begins with an empty folder and has no server. */
    private @Nullable DataLock life() throws IOException {
        if (!options.machine() || options.command() == Command.RESTORE) {
            return null;
        }
        boolean drill = options.command() == Command.DRILL;
        try {
            return DataLock.take(BackupProcess.life(options.data(), (drill ? Run.Kind.DRILL : Run.Kind.BACKUP).id()));
        } catch (DataInUseException e) {
            throw new BackupException(e, drill ? "drill-under-way" : "under-way", options.folder());
        }
    }

    private int failed(BackupException e, int exit) {
        line.end();
        if (options.machine()) {
            out.println("problem " + JSON.writeValueAsString(Run.details(e)));
        } else {
            talk.println("✗ " + words.problem(e));
            WorkStage at = told;
            if (at != null) {
                talk.println(words.brokeOff(at));
            }
        }
        return exit;
    }

    // ---- backup ----------------------------------------------------------------------------------

    private void backup() {
        Instant started = clock.instant();
        Path data = options.data();
        Path to = options.folder();
        requireApart(data, to);
        BackupFolder folder = BackupFolder.forWriting(to, options.key(), random);
        Backup.Result result;
        Pruning.Result pruned = null;
        try (DatabaseAddress database = DatabaseAddress.of(data, options.external())) {
            result = new Backup(data, folder, database, contents, program, clock, random, this::progress).make();
            if (options.retention().isPresent()) {
                pruned = Pruning.prune(folder, options.retention().get(), ZONE);
            }
            SortedMap<String, Object> details = Run.details(result);
            if (pruned != null) {
                details.put("removed", pruned.backups().size());
            }
            record(
                    database,
                    new Run(
                            new Ids(clock).next(),
                            Run.Kind.BACKUP,
                            options.cause(),
                            started,
                            clock.instant(),
                            result.whole() ? Run.Outcome.OK : Run.Outcome.INCOMPLETE,
                            result.manifest().id(),
                            to.toString(),
                            details));
        }
        if (!options.machine()) {
            line.end();
            out.println(words.made(result, to));
            words.gaps(result).forEach(talk::println);
            if (pruned != null) {
                out.println(words.pruned(pruned));
            }
        }
    }

    /** A backup inside of what it copies would grow by itself, but for the place that is kept out of it. */
    private static void requireApart(Path data, Path to) {
        if (to.startsWith(data) && !to.startsWith(data.resolve("backups"))) {
            throw new BackupException("folder-inside", to, data);
        }
    }

    // ---- restore ---------------------------------------------------------------------------------

    private void restore() {
        Instant started = clock.instant();
        BackupFolder folder = BackupFolder.forReading(options.folder(), options.key());
        Manifest manifest = folder.manifest(folder.find(options.at()));
        Restore restore = new Restore(folder, manifest, this::progress);
        if (options.dryRun()) {
            Restore.Result result = restore.dryRun();
            say(words.dryRun(manifest, result), result);
            return;
        }
        Path data = options.data();
        Restore.Result result = restore.restore(
                data,
                options.external(),
                (database, proven) -> record(
                        database,
                        new Run(
                                new Ids(clock).next(),
                                Run.Kind.RESTORE,
                                options.cause(),
                                started,
                                clock.instant(),
                                Run.Outcome.OK,
                                manifest.id(),
                                options.folder().toString(),
                                Run.details(proven))));
        say(words.restored(manifest, result, data), result);
    }

    // ---- drill -----------------------------------------------------------------------------------

    private void drill() {
        Instant started = clock.instant();
        Path data = options.data();
        try (DatabaseAddress database = DatabaseAddress.of(data, options.external())) {
            String id = "";
            try {
                BackupFolder folder = BackupFolder.forReading(options.folder(), options.key());
                id = folder.find(options.at());
                Restore.Result result = drill(data, new Restore(folder, folder.manifest(id), this::progress));
                record(database, drill(started, Run.Outcome.OK, id, Run.details(result)));
                say(words.drilled(result), result);
            } catch (BackupException e) {
                record(database, drill(started, Run.Outcome.FAILED, id, Run.details(e)));
                throw e;
            }
        }
    }

    /** One at a time: the scratch place is the same. */
    private static Restore.Result drill(Path data, Restore restore) {
        try (DataLock _ = DataLock.take(data.resolve("run").resolve("drill"))) {
            return restore.drill(data.resolve(Restore.SCRATCH), data.resolve("postgres"));
        } catch (DataInUseException e) {
            throw new BackupException(e, "drill-under-way");
        } catch (IOException e) {
            throw new BackupException(e, "write", data, BackupFolder.reason(e));
        }
    }

    private Run drill(Instant started, Run.Outcome outcome, String id, SortedMap<String, Object> details) {
        return new Run(
                new Ids(clock).next(),
                Run.Kind.DRILL,
                options.cause(),
                started,
                clock.instant(),
                outcome,
                id,
                options.folder().toString(),
                details);
    }

    // ---- telling ---------------------------------------------------------------------------------

    /** Only a database of this version has a place for it; a backup of an older one is no less good for that. */
    private void record(DatabaseAddress database, Run run) {
        try (Connection connection = database.connect()) {
            boolean current = new DatabaseCopy(connection).migrations().keySet().equals(Migrations.known());
            if (current && options.cause() != Run.Cause.UPGRADE) {
                RunLog.record(connection, clock, run);
                tell("recorded");
            } else if (!options.machine()) {
                talk.println(words.notRecorded());
            }
        } catch (SQLException e) {
            throw database.unreachable(e);
        }
        if (options.machine()) {
            Map<String, Object> told = new TreeMap<>(run.details());
            told.put("backup", run.backup());
            told.put("outcome", run.outcome().id());
            out.println("result " + JSON.writeValueAsString(told));
        }
    }

    private void say(String sentence, Restore.Result result) {
        if (!options.machine()) {
            line.end();
            out.println(sentence);
            result.missing().stream().limit(20).forEach(path -> talk.println("  " + path));
            words.damagedLists(result).forEach(talk::println);
        }
    }

    private void tell(String line) {
        if (options.machine()) {
            out.println(line);
        }
    }

    private long toldAtMs;
    private @Nullable WorkStage told;

    private synchronized void progress(Progress.Stage stage, long done, long total) {
        long nowMs = System.nanoTime() / 1_000_000;
        WorkStage before = told;
        WorkStage at =
                WorkStage.after(before, stage.id(), stage.number(), stage.all().size(), done, total, clock.instant());
        told = at;
        if (!options.machine()) {
            line.say(stage.id(), words.progress(at, clock.instant()));
        } else if (before == null || !before.id().equals(stage.id()) || nowMs - toldAtMs >= PROGRESS_MS) {
            toldAtMs = nowMs;
            out.println("progress " + stage.id() + " " + done + " " + total);
        }
    }

    // ---- options ---------------------------------------------------------------------------------

    /** Which of the three. */
    enum Command {
        BACKUP,
        RESTORE,
        DRILL
    }

    /** The command line, checked. */
    sealed interface Parsed permits Options, Options.Wrong {}

    /**
     * What is wanted.
     *
     * @param folder of the backups
     * @param keyOption which option gave the key
     * @param at which backup
     */
    record Options(
            Command command,
            Path data,
            Path folder,
            String keyOption,
            String keyValue,
            String at,
            boolean dryRun,
            boolean machine,
            Run.Cause cause,
            Optional<Retention> retention,
            Optional<DatabaseAddress.External> external)
            implements Parsed {

        /** The message {@code backup.usage.<code>}. */
        record Wrong(String code, List<Object> args) implements Parsed {
            Wrong {
                args = List.copyOf(args);
            }
        }

        private static final List<String> FLAGS = List.of("--dry-run", "--machine");
        private static final String DATABASE = "--shisa.database.";

        static Parsed parse(String[] args) {
            Command command = Command.valueOf(args[0].toUpperCase(Locale.ROOT));
            Map<String, String> given = new HashMap<>();
            int at = 1;
            while (at < args.length) {
                String arg = args[at++];
                int equals = arg.indexOf('=');
                String option = equals < 0 ? arg : arg.substring(0, equals);
                if (!allowed(command).contains(option) && !option.startsWith(DATABASE)) {
                    return new Wrong("unknown", List.of(option, args[0]));
                }
                String value = "";
                if (equals >= 0) {
                    value = arg.substring(equals + 1);
                } else if (!FLAGS.contains(option) && at < args.length) {
                    value = args[at++];
                }
                if (value.isBlank() && !FLAGS.contains(option)) {
                    return new Wrong("value", List.of(option));
                }
                given.put(option, value);
            }
            return parse(command, given);
        }

        private static Parsed parse(Command command, Map<String, String> given) {
            String folderOption = command == Command.BACKUP ? "--to" : "--from";
            String folder = given.get(folderOption);
            if (folder == null) {
                return new Wrong("missing", List.of(folderOption));
            }
            List<String> keys = (command == Command.BACKUP
                            ? List.of("--passphrase-file", "--recipient")
                            : List.of("--passphrase-file", "--identity"))
                    .stream().filter(given::containsKey).toList();
            if (keys.size() != 1) {
                return new Wrong(command == Command.BACKUP ? "key-write" : "key-read", List.of());
            }
            boolean dryRun = given.containsKey("--dry-run");
            String data = given.getOrDefault("--data", System.getProperty("shisa.data", ""));
            if (data.isEmpty() && !dryRun) {
                return new Wrong("missing", List.of("--data"));
            }
            Optional<Retention> retention;
            try {
                retention = Optional.ofNullable(given.get("--keep")).map(Retention::parse);
            } catch (BackupException e) {
                return new Wrong("keep", List.of(e.args()));
            }
            return new Options(
                    command,
                    path(data),
                    path(folder),
                    keys.getFirst(),
                    String.valueOf(given.get(keys.getFirst())),
                    given.getOrDefault("--at", "latest"),
                    dryRun,
                    given.containsKey("--machine"),
                    Run.Cause.valueOf(given.getOrDefault("--cause", "command").toUpperCase(Locale.ROOT)),
                    retention,
                    external(given));
        }

        private static List<String> allowed(Command command) {
            return switch (command) {
                case BACKUP ->
                    List.of("--data", "--to", "--passphrase-file", "--recipient", "--keep", "--machine", "--cause");
                case RESTORE ->
                    List.of("--data", "--from", "--at", "--passphrase-file", "--identity", "--dry-run", "--machine");
                case DRILL ->
                    List.of("--data", "--from", "--at", "--passphrase-file", "--identity", "--machine", "--cause");
            };
        }

        /** As the server takes them: option, system property, environment variable. */
        private static Optional<DatabaseAddress.External> external(Map<String, String> given) {
            String url = setting(given, "url");
            return url.isEmpty() || url.equals("embedded")
                    ? Optional.empty()
                    : Optional.of(
                            new DatabaseAddress.External(url, setting(given, "user"), setting(given, "password")));
        }

        private static String setting(Map<String, String> given, String name) {
            String environment = System.getenv("SHISA_DATABASE_" + name.toUpperCase(Locale.ROOT));
            return given.getOrDefault(
                    DATABASE + name,
                    System.getProperty("shisa.database." + name, environment == null ? "" : environment));
        }

        private static Path path(String text) {
            Path path = Path.of(text).toAbsolutePath().normalize();
            try {
                // As the database sees it: its processes are found by their folder.
                return Files.exists(path) ? path.toRealPath() : path;
            } catch (java.io.IOException e) {
                return path;
            }
        }

        BackupKey key() {
            return switch (keyOption) {
                case "--passphrase-file" -> BackupKey.passphraseFile(path(keyValue));
                case "--identity" -> BackupKey.identityFile(path(keyValue));
                default -> BackupKey.recipient(keyValue);
            };
        }
    }
}

package dev.shisa.server;

import dev.shisa.server.catalogue.BuiltInCatalogue;
import dev.shisa.server.evidence.BlobContents;
import dev.shisa.server.ledger.VerifyCli;
import dev.shisa.server.platform.account.UserCli;
import dev.shisa.server.platform.backup.BackupCommand;
import dev.shisa.server.platform.backup.Restore;
import dev.shisa.server.platform.doctor.DoctorCli;
import dev.shisa.server.platform.logs.LogFormat;
import dev.shisa.server.platform.logs.LogTrouble;
import dev.shisa.server.platform.start.CommandLine;
import dev.shisa.server.platform.start.DatabaseHeadStart;
import dev.shisa.server.platform.start.LaterCompiler;
import dev.shisa.server.platform.start.OwnVersion;
import dev.shisa.server.platform.start.PackagedContext;
import dev.shisa.server.platform.start.StartFailure;
import dev.shisa.server.platform.start.StartWatch;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Starts the server. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class Shisa {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    public static void main(String[] args) {
        switch (args.length > 0 ? args[0] : "") {
            case "user" -> UserCli.main(args);
            case "verify" -> VerifyCli.main(args);
            case "doctor" -> DoctorCli.main(args);
            case "backup", "restore", "drill" -> BackupCommand.main(args, new BlobContents(), OwnVersion.text());
            default -> server(args);
        }
    }

    private static void server(String[] args) {
        switch (CommandLine.parse(args)) {
            case CommandLine.Tell(String key) ->
                System.out.println(new Messages().get(Locale.getDefault(), key, OwnVersion.text()));
            case CommandLine.Wrong wrong -> {
                System.err.println(new Messages()
                        .get(
                                Locale.getDefault(),
                                "start.usage." + wrong.code(),
                                wrong.args().toArray()));
                System.exit(WRONG_USAGE);
            }
            case CommandLine.Start(Map<String, String> properties) -> start(properties);
        }
    }

    private static void start(Map<String, String> properties) {
        LaterCompiler.ask();
        Map<String, Object> all = new HashMap<>(properties);
        String data = properties.getOrDefault("shisa.data", System.getProperty("shisa.data", "data"));
        Path folder = Path.of(data).toAbsolutePath().normalize();
        all.put("shisa.data", folder.toString());
        if (Restore.isUnfinished(folder)) {
            System.err.println(new Messages().get(Locale.getDefault(), "start.failed.restore", folder));
            System.exit(FAILED);
        }
        all.putAll(logFormat(properties).settings());
        try {
            // Before the log does it, with ordinary permissions.
            OwnerOnlyFiles.createFolder(folder);
            Path logs = OwnerOnlyFiles.createFolder(folder.resolve("logs"));
            // The log's own failure to open its file has no words for people.
            Files.write(logs.resolve("shisa.log"), new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println(StartFailure.sentence(e, folder));
            System.exit(FAILED);
        }
        // Before logging begins: the log's folder hangs on it. Command-line words go over everything else.
        all.forEach((name, value) -> System.setProperty(name, value.toString()));
        DatabaseHeadStart database = new DatabaseHeadStart();
        try (StartWatch _ = StartWatch.of(folder)) {
            SpringApplication server = new SpringApplication(Shisa.class);
            server.addListeners(new LogTrouble());
            // In whatever way another database is named: from here on it is known in one.
            server.addInitializers(context -> System.setProperty(
                    DatabaseHeadStart.ELSEWHERE,
                    context.getEnvironment().getProperty(DatabaseHeadStart.ELSEWHERE, "")));
            if (AotDetector.useGeneratedArtifacts()) {
                headStart(server, database, folder);
            }
            server.run();
        } catch (SpringApplication.AbandonedRunException e) {
            // The build only looks at which beans there are.
            throw e;
        } catch (RuntimeException | Error e) {
            String sentence = StartFailure.sentence(e, folder);
            LoggerFactory.getLogger(Shisa.class).error("the start failed: {}", sentence);
            System.err.println(sentence);
            database.close();
            System.exit(FAILED);
        }
    }

    /** What a packaged server does beside the making of its context, and to make that quicker. */
    private static void headStart(SpringApplication server, DatabaseHeadStart database, Path folder) {
        BuiltInCatalogue catalogue = BuiltInCatalogue.reading();
        server.setApplicationContextFactory(PackagedContext.factory());
        server.addInitializers(context -> {
            database.begin(folder);
            context.getBeanFactory().registerSingleton("databaseHeadStart", database);
            context.getBeanFactory().registerSingleton("builtInCatalogue", catalogue);
        });
    }

    private static LogFormat logFormat(Map<String, String> properties) {
        String name = Stream.of(
                        properties.get(LogFormat.SETTING),
                        System.getProperty(LogFormat.SETTING),
                        System.getenv("SHISA_LOG_FORMAT"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("text");
        try {
            return LogFormat.of(name);
        } catch (IllegalArgumentException e) {
            System.err.println(new Messages().get(Locale.getDefault(), "start.usage.log-format", name));
            System.exit(WRONG_USAGE);
            throw e;
        }
    }
}

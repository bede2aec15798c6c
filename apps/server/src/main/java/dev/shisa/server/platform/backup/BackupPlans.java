package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The plan of this installation, and the keys that it keeps for it, each a file that only its own user can read. */
@Component
class BackupPlans {

    private static final String SETTING = "backup.plan";

    private final Settings settings;
    private final JsonMapper json;
    private final Path data;

    BackupPlans(Settings settings, JsonMapper json, @Value("${shisa.data}") Path data) {
        this.settings = settings;
        this.json = json;
        this.data = data.toAbsolutePath().normalize();
    }

    Path data() {
        return data;
    }

    Optional<BackupPlan> get() {
        return settings.get(SETTING)
                .filter(text -> !text.isEmpty())
                .map(text -> json.readValue(text, BackupPlan.class));
    }

    /** How often it was changed, for two people who edit it at once. */
    int version() {
        return settings.versioned(SETTING).map(Settings.Versioned::version).orElse(0);
    }

    /** False if somebody else changed it since {@code version}. */
    boolean put(int version, Optional<BackupPlan> plan) {
        return settings.change(
                SETTING, version, plan.map(json::writeValueAsString).orElse(""));
    }

    Path passphraseFile() {
        return data.resolve("secrets").resolve("backup-passphrase");
    }

    /** A secret key for drills, if one is kept. */
    Path identityFile() {
        return data.resolve("secrets").resolve("backup-identity");
    }

    boolean hasPassphrase() {
        return Files.exists(passphraseFile());
    }

    boolean hasIdentity() {
        return Files.exists(identityFile());
    }

    /** Whether drills can run by themselves. */
    boolean canDrill(BackupPlan plan) {
        return plan.withPassphrase() ? hasPassphrase() : hasIdentity();
    }

    void keep(Path file, String secret) {
        try {
            OwnerOnlyFiles.write(file, (secret + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the key cannot be kept", e);
        }
    }

    void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the key cannot be removed", e);
        }
    }

    List<String> backupWords(BackupPlan plan) {
        List<String> words = new ArrayList<>(List.of("backup", "--to", plan.folder()));
        words.addAll(
                plan.withPassphrase()
                        ? List.of("--passphrase-file", passphraseFile().toString())
                        : List.of("--recipient", plan.recipient()));
        words.addAll(List.of("--keep", plan.retention().toString()));
        return words;
    }

    List<String> drillWords(BackupPlan plan) {
        return List.of(
                "drill",
                "--from",
                plan.folder(),
                plan.withPassphrase() ? "--passphrase-file" : "--identity",
                (plan.withPassphrase() ? passphraseFile() : identityFile()).toString());
    }
}

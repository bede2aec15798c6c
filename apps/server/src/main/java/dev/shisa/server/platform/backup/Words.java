package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.web.Messages;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the commands say, in the reader's language. */
final class Words {

    /** More names than this do not help whoever reads them. */
    private static final int NAMES_MAX = 20;

    private final Messages messages;
    private final Locale locale;

    Words(Messages messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    String problem(BackupException e) {
        return problem(e.code(), Arrays.asList(e.args()));
    }

    /** Also of a failure that was read from the database: its arguments are text then. */
    String problem(String code, List<?> args) {
        String key = "backup.problem." + code;
        List<?> said = code.equals("broken-off") && args.size() == 3
                ? List.of(args.get(0), args.get(1), t("backup.stage." + args.get(2)))
                : args;
        return messages.has(locale, key)
                ? t(key, said.stream().map(Words::plain).toArray())
                : t("backup.problem.bug", code);
    }

    String usage(String code, Object... args) {
        return t("backup.usage." + code, args);
    }

    String made(Backup.Result result, Path to) {
        Manifest manifest = result.manifest();
        return t(
                "backup.said.made",
                manifest.id(),
                to,
                manifest.tables().size(),
                manifest.rows(),
                manifest.files().size(),
                WorkStage.size(manifest.fileBytes()),
                result.newFiles(),
                WorkStage.size(result.newBytes() + result.stateBytes()));
    }

    List<String> gaps(Backup.Result result) {
        List<String> lines = new ArrayList<>();
        lines(lines, "backup.said.missing", result.manifest().missing());
        lines(lines, "backup.said.damaged", result.damaged());
        return lines;
    }

    /** What is beside a backup and not as it was written; it was no hindrance. */
    List<String> damagedLists(Restore.Result result) {
        List<String> lines = new ArrayList<>();
        lines(lines, "backup.said.lists-damaged", result.damagedLists());
        return lines;
    }

    String pruned(Pruning.Result pruned) {
        return pruned.unreadable().isEmpty()
                ? t("backup.said.pruned", pruned.backups().size(), pruned.packs())
                : t(
                        "backup.said.not-pruned",
                        pruned.backups().size(),
                        pruned.unreadable().getFirst());
    }

    String dryRun(Manifest manifest, Restore.Result result) {
        return t(
                "backup.said.dry-run",
                result.backup(),
                manifest.at(),
                result.tables(),
                result.rows(),
                result.files(),
                WorkStage.size(result.bytes()));
    }

    String restored(Manifest manifest, Restore.Result result, Path data) {
        return t(
                "backup.said.restored",
                result.backup(),
                manifest.at(),
                data,
                result.tables(),
                result.rows(),
                result.files(),
                WorkStage.size(result.bytes()));
    }

    String drilled(Restore.Result result) {
        return t(
                "backup.said.drilled",
                result.backup(),
                result.tables(),
                result.rows(),
                result.files(),
                WorkStage.size(result.bytes()));
    }

    String notRecorded() {
        return t("backup.said.not-recorded");
    }

    /** What the stage does and how much of it is done: as in {@code Copying files: 1.2 GB of 3 GB}. */
    String stage(WorkStage at) {
        return at.total() == 0
                ? does(at)
                : t("backup.said.progress", does(at), count(at, at.done()), count(at, at.total()));
    }

    private String does(WorkStage at) {
        return t("backup.stage." + at.id());
    }

    private static Object count(WorkStage at, long count) {
        return Progress.Stage.valueOf(at.id().toUpperCase(Locale.ROOT)).inBytes() ? WorkStage.size(count) : count;
    }

    /** The same for a line at a command line, whose end may be cut: with the stage's place, and the time that is left of it. */
    String progress(WorkStage at, Instant now) {
        if (at.total() == 0) {
            return t("backup.said.stage", at.number(), at.stages(), does(at));
        }
        String left = at.left(now)
                .map(some -> t("web.work.line.left", t(some.key(), some.count())))
                .orElse("");
        return t(
                "web.work.line", at.number(), at.stages(), count(at, at.done()), count(at, at.total()), left, does(at));
    }

    /** Where work that failed was. */
    String brokeOff(WorkStage at) {
        return t("backup.said.broke-off", at.number(), at.stages(), stage(at));
    }

    private void lines(List<String> lines, String key, List<String> names) {
        if (!names.isEmpty()) {
            lines.add(t(key, names.size()));
            names.stream().limit(NAMES_MAX).forEach(name -> lines.add("  " + name));
        }
    }

    private String t(String key, Object... args) {
        return messages.get(locale, key, args);
    }

    /** Ids and paths are no quantities: only real counts are written as such. */
    private static Object plain(Object arg) {
        return arg instanceof Number ? arg : String.valueOf(arg);
    }
}

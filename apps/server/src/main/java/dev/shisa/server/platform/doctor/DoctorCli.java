package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.admin.AdminClient;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code shisa doctor} in the terminal: asks the running server; when none answers, looks at what can be seen without
 * one. Plain Java, so that it also answers when the server cannot start.
 */
public final class DoctorCli {

    private DoctorCli() {}

    public static void main(String[] args) {
        run(args, Locale.getDefault(), InstantSource.system()).printAndExit();
    }

    /** What {@link #main} prints. */
    public static AdminReply run(String[] args, Locale locale, InstantSource clock) {
        AdminClient.Words typed = AdminClient.Words.of(args);
        Messages messages = new Messages();
        boolean json = typed.words().equals(List.of("doctor", "--json"));
        if (!json && !typed.words().equals(List.of("doctor"))) {
            return new AdminReply(AdminReply.WRONG_USAGE, messages.get(locale, "doctor.usage"));
        }
        Path data = typed.data();
        try {
            return AdminClient.ask(data, json ? "doctor json" : "doctor", locale);
        } catch (IOException e) {
            return Files.exists(data) && !Files.isReadable(data)
                    ? new AdminReply(AdminReply.CANNOT_REACH, messages.get(locale, "doctor.closed", data))
                    : stopped(data, json, messages, locale, clock);
        }
    }

    private static AdminReply stopped(Path data, boolean json, Messages messages, Locale locale, InstantSource clock) {
        List<Doctor.Result> results =
                Doctor.look(new StoppedChecks(data, clock).all(holder(data), StoppedChecks.program()), Doctor.PATIENCE);
        DoctorWords.Words words = (key, args) -> messages.get(locale, key, args);
        if (json) {
            Map<String, Object> body = DoctorWords.json(words, clock.instant(), results);
            return new AdminReply(
                    DoctorWords.exitCode(results), JsonMapper.builder().build().writeValueAsString(body));
        }
        return new AdminReply(
                DoctorWords.exitCode(results),
                messages.get(locale, "doctor.stopped", data) + "\n" + DoctorWords.text(words, results));
    }

    private static OptionalLong holder(Path data) {
        try {
            return DataLock.holder(data);
        } catch (IOException e) {
            // Whoever may not even open the lock file learns from the check of the folder why.
            return OptionalLong.empty();
        }
    }
}

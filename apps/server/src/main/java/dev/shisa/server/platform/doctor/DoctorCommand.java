package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.admin.AdminCommand;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code shisa doctor}, answered by the running server. */
@Component
class DoctorCommand implements AdminCommand {

    private final Doctor doctor;
    private final Messages messages;
    private final JsonMapper json;

    DoctorCommand(Doctor doctor, Messages messages, JsonMapper json) {
        this.doctor = doctor;
        this.messages = messages;
        this.json = json;
    }

    @Override
    public String word() {
        return "doctor";
    }

    @Override
    public AdminReply answer(String rest, Locale locale) {
        if (!rest.isEmpty() && !rest.equals("json")) {
            return new AdminReply(AdminReply.WRONG_USAGE, messages.get(locale, "doctor.usage"));
        }
        Doctor.Report report = doctor.examine();
        DoctorWords.Words words = (key, args) -> messages.get(locale, key, args);
        return new AdminReply(
                DoctorWords.exitCode(report.results()),
                rest.equals("json")
                        ? json.writeValueAsString(DoctorWords.json(words, report.at(), report.results()))
                        : DoctorWords.text(words, report.results()));
    }
}

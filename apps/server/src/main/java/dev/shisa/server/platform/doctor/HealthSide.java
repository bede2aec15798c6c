package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Messages;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How Shisa itself is, on the Home of those who look after it: every check once, with what to do where it is not well. */
@Component
class HealthSide implements HomeSide {

    private final Doctor doctor;
    private final Messages messages;

    HealthSide(Doctor doctor, Messages messages) {
        this.doctor = doctor;
        this.messages = messages;
    }

    @Override
    public Block block() {
        return Block.HEALTH;
    }

    @Override
    public List<Row> rows(Person person, Locale locale) {
        if (!person.can(Act.SEE_HEALTH)) {
            return List.of();
        }
        Doctor.Report report = doctor.lately();
        return report.results().stream()
                .filter(result -> !doctor.hasLinesOfItsOwn(result.id()))
                .map(result -> DoctorWords.row((key, args) -> messages.get(locale, key, args), result))
                .map(row -> new Row(
                        row.state(),
                        row.what(),
                        "/doctor#" + row.id(),
                        row.fix().isEmpty() ? row.found() : row.found() + " " + row.fix(),
                        !row.state().equals("met"),
                        report.at()))
                .toList();
    }
}

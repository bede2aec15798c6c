package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The doctor's findings for programs. */
@Controller
class DoctorApi {

    private final Doctor doctor;

    DoctorApi(Doctor doctor) {
        this.doctor = doctor;
    }

    record FindingBody(
            String id,
            @OneOf({"ok", "problem", "unknown"}) String state,
            String code,
            String what,
            String found,
            @Nullable String fix) {}

    record DoctorBody(Instant at, boolean well, List<FindingBody> checks) {}

    @GetMapping("/api/v1/doctor")
    @Requires(Act.SEE_HEALTH)
    @Operation(id = "health.get")
    Answer<DoctorBody> get(@ModelAttribute("ui") Ui ui) {
        Doctor.Report report = doctor.lately();
        return Answer.of(new DoctorBody(
                report.at(),
                report.well(),
                report.results().stream()
                        .map(result -> {
                            DoctorWords.Row row = DoctorWords.row(ui::t, result);
                            return new FindingBody(
                                    result.id(),
                                    result.ok() ? "ok" : result.bad() ? "problem" : "unknown",
                                    result.finding().code(),
                                    row.what(),
                                    row.found(),
                                    row.fix().isEmpty() ? null : row.fix());
                        })
                        .toList()));
    }
}

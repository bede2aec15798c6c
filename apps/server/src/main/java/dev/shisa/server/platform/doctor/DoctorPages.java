package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Ui;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › 診断: is the tool itself healthy, and what mends it? */
@Controller
class DoctorPages {

    private static final List<String> WORST_FIRST = List.of("not-met", "unknown", "met");

    private final Doctor doctor;

    DoctorPages(Doctor doctor) {
        this.doctor = doctor;
    }

    @GetMapping("/doctor")
    @Requires(Act.SEE_HEALTH)
    ModelAndView show(@ModelAttribute("ui") Ui ui) {
        Doctor.Report report = doctor.examine();
        return new ModelAndView("doctor/doctor")
                .addObject(
                        "rows",
                        report.results().stream()
                                .map(result -> DoctorWords.row(ui::t, result))
                                .sorted(Comparator.comparing(row -> WORST_FIRST.indexOf(row.state())))
                                .toList())
                .addObject("places", places(report, Objects.requireNonNull(ui.person())))
                .addObject("title", DoctorWords.title(ui::t, report.results()));
    }

    /** By check, the page on which this person mends what is wrong. */
    private Map<String, String> places(Doctor.Report report, Person person) {
        return report.results().stream()
                .filter(Doctor.Result::bad)
                .collect(Collectors.toMap(Doctor.Result::id, result -> doctor.mendedAt(result.id(), person)));
    }

    @GetMapping(path = "/doctor.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.SEE_HEALTH)
    @ResponseBody
    Map<String, Object> json(@ModelAttribute("ui") Ui ui) {
        Doctor.Report report = doctor.examine();
        return DoctorWords.json(ui::t, report.at(), report.results());
    }
}

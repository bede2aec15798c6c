package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.settings.SettingsTabs;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › 診断: is the tool itself healthy, and what mends it? */
@Controller
class DoctorPages {

    private final Doctor doctor;
    private final SettingsTabs tabs;

    DoctorPages(Doctor doctor, SettingsTabs tabs) {
        this.doctor = doctor;
        this.tabs = tabs;
    }

    @GetMapping("/doctor")
    @Requires(Act.SEE_HEALTH)
    ModelAndView show(@ModelAttribute("ui") Ui ui) {
        Doctor.Report report = doctor.examine();
        return new ModelAndView("doctor/doctor")
                .addObject("tabs", tabs.tabs(ui, SettingsTabs.Page.DOCTOR))
                .addObject(
                        "rows",
                        report.results().stream()
                                .map(result -> DoctorWords.row(ui::t, result))
                                .toList())
                .addObject("bad", report.bad().size())
                .addObject("unknown", (int) report.results().stream()
                        .filter(result -> !result.ok() && !result.bad())
                        .count());
    }

    @GetMapping(path = "/doctor.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.SEE_HEALTH)
    @ResponseBody
    Map<String, Object> json(@ModelAttribute("ui") Ui ui) {
        Doctor.Report report = doctor.examine();
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Doctor.Result result : report.results()) {
            DoctorWords.Row row = DoctorWords.row(ui::t, result);
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("id", result.id());
            check.put("state", result.ok() ? "ok" : result.bad() ? "problem" : "unknown");
            check.put("code", result.finding().code());
            check.put("what", row.what());
            check.put("found", row.found());
            if (!row.fix().isEmpty()) {
                check.put("fix", row.fix());
            }
            checks.add(check);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", report.at().toString());
        body.put("well", report.well());
        body.put("checks", checks);
        return body;
    }
}

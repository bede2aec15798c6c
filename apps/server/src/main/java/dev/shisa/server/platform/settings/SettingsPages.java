package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The organisation's name, and what this Shisa is. */
@Controller
class SettingsPages {

    private final Settings settings;
    private final SettingsTabs tabs;
    private final Audit audit;

    SettingsPages(Settings settings, SettingsTabs tabs, Audit audit) {
        this.settings = settings;
        this.tabs = tabs;
        this.audit = audit;
    }

    @GetMapping("/settings")
    @Requires(Act.VIEW)
    ModelAndView start() {
        Person person = ActInterceptor.signedIn();
        return new ModelAndView("redirect:" + (person == null ? "/sign-in" : tabs.first(person)));
    }

    @GetMapping("/settings/organisation")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView organisation(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String done) {
        Settings.Versioned name = name();
        return page(ui, name.value(), name.version(), null, done.equals("1"), new Mistakes());
    }

    @PostMapping("/settings/organisation")
    @Requires(Act.CHANGE_SETTINGS)
    @Transactional
    ModelAndView rename(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String organisation,
            @RequestParam(defaultValue = "0") int version,
            HttpServletResponse response) {
        String typed = organisation.strip();
        Mistakes mistakes = new Mistakes();
        OrganisationName.check(ui, mistakes, typed);
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(ui, typed, version, null, false, mistakes);
        }
        Settings.Versioned before = name();
        if (!settings.change(Settings.ORGANISATION_NAME, version, typed)) {
            response.setStatus(409);
            return page(ui, typed, before.version(), before.value(), false, mistakes);
        }
        audit.record("settings.organisation", typed, Map.of("before", before.value()));
        return new ModelAndView("redirect:/settings/organisation?done=1");
    }

    @GetMapping("/settings/about")
    @Requires(Act.VIEW)
    ModelAndView about(@ModelAttribute("ui") Ui ui) {
        String version = SettingsPages.class.getPackage().getImplementationVersion();
        return new ModelAndView("settings/about")
                .addObject("tabs", tabs.tabs(ui, SettingsTabs.Page.ABOUT))
                .addObject("version", version == null ? "0.1.0" : version)
                .addObject("runtime", System.getProperty("java.version"));
    }

    private Settings.Versioned name() {
        return settings.versioned(Settings.ORGANISATION_NAME).orElse(new Settings.Versioned("", 0));
    }

    private ModelAndView page(
            Ui ui, String name, int version, @Nullable String theirs, boolean done, Mistakes mistakes) {
        return new ModelAndView("settings/organisation")
                .addObject("tabs", tabs.tabs(ui, SettingsTabs.Page.ORGANISATION))
                .addObject("name", name)
                .addObject("version", version)
                .addObject("theirs", theirs)
                .addObject("done", done)
                .addObject("mistakes", mistakes);
    }
}

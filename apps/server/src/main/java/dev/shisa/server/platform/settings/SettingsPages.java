package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.start.OwnVersion;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The organisation's name, and what this Shisa is. */
@Controller
class SettingsPages {

    private final OrganisationName name;
    private final OwnParts parts;
    private final NavSource entry;

    SettingsPages(OrganisationName name, OwnParts parts, @Qualifier("settingsPlaces") NavSource entry) {
        this.name = name;
        this.parts = parts;
        this.entry = entry;
    }

    @GetMapping("/settings")
    @Requires(Act.VIEW)
    ModelAndView start() {
        Person person = ActInterceptor.signedIn();
        return new ModelAndView("redirect:"
                + (person == null ? "/sign-in" : entry.places(person).getFirst().href()));
    }

    @GetMapping("/settings/organisation")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView organisation(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String done) {
        Settings.Versioned stored = name.stored();
        return page(ui, stored.value(), stored.version(), null, done.equals("1"), new Mistakes());
    }

    @PostMapping("/settings/organisation")
    @Requires(Act.CHANGE_SETTINGS)
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
        if (!name.change(typed, version)) {
            response.setStatus(409);
            Settings.Versioned stored = name.stored();
            return page(ui, typed, stored.version(), stored.value(), false, mistakes);
        }
        return new ModelAndView("redirect:/settings/organisation?done=1");
    }

    @GetMapping("/settings/about")
    @Requires(Act.VIEW)
    ModelAndView about(@ModelAttribute("ui") Ui ui) {
        return new ModelAndView("settings/about")
                .addObject("version", OwnVersion.text())
                .addObject("runtime", System.getProperty("java.version"))
                .addObject("parts", parts.all());
    }

    @GetMapping(path = "/settings/about/parts.cdx.json", produces = OwnParts.MEDIA_TYPE)
    @Requires(Act.VIEW)
    ResponseEntity<byte[]> bill() {
        return parts.download();
    }

    private ModelAndView page(
            Ui ui, String name, int version, @Nullable String theirs, boolean done, Mistakes mistakes) {
        return new ModelAndView("settings/organisation")
                .addObject("name", name)
                .addObject("version", version)
                .addObject("theirs", theirs)
                .addObject("done", done)
                .addObject("mistakes", mistakes);
    }
}

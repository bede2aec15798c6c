package dev.shisa.server.calendar;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** カレンダー: by which address does my own calendar show my days? */
@Controller
class OwnCalendarPages {

    private static final String HERE = "/account/calendar";
    private static final String TYPE = "text/calendar;charset=UTF-8";

    /** A calendar asks some times an hour, and a house has many behind one address. */
    private static final int KNOCKS_MAX = 60;

    private static final Duration KNOCKS_IN = Duration.ofMinutes(10);

    private final Calendars calendars;
    private final RateLimits limits;

    OwnCalendarPages(Calendars calendars, RateLimits limits) {
        this.calendars = calendars;
        this.limits = limits;
    }

    @GetMapping(HERE)
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView show(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(person, PublicAddress.Link.NONE, done.equals("ended"), ui);
    }

    /** The address is in this answer and never again. */
    @PostMapping(HERE)
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView make(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        String secret = calendars.make(person);
        return page(person, PublicAddress.link(request, "/calendar/" + secret + ".ics"), false, ui);
    }

    @PostMapping(HERE + "/end")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView end(@AuthenticationPrincipal Person person) {
        calendars.end(person);
        return new ModelAndView("redirect:" + HERE + "?done=ended");
    }

    private ModelAndView page(Person person, PublicAddress.Link link, boolean ended, Ui ui) {
        return new ModelAndView("calendar/own")
                .addObject("link", link)
                .addObject("since", calendars.since(person.id()).map(ui::minute).orElse(""))
                .addObject("ended", ended);
    }

    /** For calendar programs: nothing of it tells whether a link was ever there. */
    @GetMapping("/calendar/{secret}.ics")
    @Requires(Act.OPEN)
    ResponseEntity<byte[]> feed(
            @PathVariable String secret,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, defaultValue = "") String known,
            HttpServletRequest request) {
        limits.knock("calendar", Source.of(request), KNOCKS_MAX, KNOCKS_IN);
        Person person = calendars.holder(secret).orElseThrow(() -> new Problem(404, "calendar.unknown"));
        byte[] body = calendars.feed(person).getBytes(StandardCharsets.UTF_8);
        String tag = "\"" + Sending.hash(body).substring(0, 32) + "\"";
        boolean same = List.of(known.split("\\s*,\\s*")).stream()
                .anyMatch(one -> one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
        return same
                ? ResponseEntity.status(304).eTag(tag).build()
                : ResponseEntity.ok()
                        .eTag(tag)
                        .contentType(MediaType.parseMediaType(TYPE))
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"shisa.ics\"")
                        .body(body);
    }
}

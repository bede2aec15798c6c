package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.psirt.CaseWords.Tab;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What was written by mail to the reporter of a case and to its parties, and what is to be. */
@Controller
class MailPages {

    private static final String MAILS = CaseWords.ALL + "/{number}/mails";

    private final Cases cases;
    private final CaseMails mails;
    private final CaseTexts texts;
    private final CaseWords words;

    MailPages(Cases cases, CaseMails mails, CaseTexts texts, CaseWords words) {
        this.cases = cases;
        this.mails = mails;
        this.texts = texts;
        this.words = words;
    }

    @GetMapping(MAILS)
    @Requires(Act.SEE_CASES)
    ModelAndView mails(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(name = "in", defaultValue = "") String language,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "seen", person);
        Locale locale = CasePages.locale(language, ui);
        Map<String, String> values = new HashMap<>();
        values.put("to", to);
        values.put("language", locale.getLanguage());
        values.put("text", CaseTexts.IDS.contains(text) ? texts.text(text, one, locale, person) : "");
        return mails(one, values, new Mistakes(), done.equals("sent") ? "mailed" : "", person, ui);
    }

    private ModelAndView mails(
            Case one, Map<String, String> values, Mistakes mistakes, String done, Person person, Ui ui) {
        List<CaseMails.Receiver> all = CaseMails.receivers(one);
        List<Parts.Choice> receivers = new ArrayList<>();
        for (CaseMails.Receiver to : all) {
            receivers.add(new Parts.Choice(
                    to.id(),
                    to.role().isEmpty()
                            ? ui.t("psirt.mail.reporter", to.address())
                            : ui.t("psirt.mail.party", ui.t("psirt.choice.role." + to.role()), to.name(), to.address()),
                    mails.key(to)
                            .map(key -> ui.t("psirt.mail.sealed", key.grouped()))
                            .orElse(ui.t(to.key().isEmpty() ? "psirt.mail.open" : "psirt.mail.key-gone"))));
        }
        Map<UUID, String> states = mails.states(one);
        List<CaseView.MailRow> rows = new ArrayList<>();
        for (Entry mail : one.of(EntryKind.MAILED).reversed()) {
            String state = states.getOrDefault(mail.id(), "waiting");
            rows.add(new CaseView.MailRow(
                    mail.id().toString(),
                    ui.minute(mail.at()) + " " + CaseWords.who(mail, ui),
                    (mail.get("name") + " " + mail.get("address")).strip(),
                    mail.get("subject"),
                    mail.get("text"),
                    mail.get("sealed"),
                    ui.t("psirt.mail.state." + state),
                    shape(state),
                    one.outcome(mail)
                            .filter(e -> !e.get("why").isEmpty() && !state.equals("waiting"))
                            .map(e -> CaseWords.why(e, ui))
                            .orElse(""),
                    state.equals("failed") || state.equals("unclear")));
        }
        boolean embargo = one.state().beforePublication();
        return new ModelAndView("psirt/mails")
                .addObject("head", words.head(one, Tab.MAILS, person, ui))
                .addObject("mistakes", mistakes)
                .addObject("done", done)
                .addObject("on", mails.isOn())
                .addObject("receivers", receivers)
                .addObject("values", new TreeMap<>(values))
                .addObject("subject", mails.subject(one, values.getOrDefault("language", "ja")))
                .addObject("embargo", embargo && all.stream().anyMatch(r -> mails.asksForAgreement(one, r)))
                .addObject("rows", rows);
    }

    private static String shape(String state) {
        return switch (state) {
            case "sent" -> "met";
            case "failed" -> "not-met";
            case "unclear" -> "recheck";
            default -> "info";
        };
    }

    @PostMapping(MAILS)
    @Requires(Act.HANDLE_CASES)
    ModelAndView write(
            @PathVariable String number,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Case one = cases.require(number, "seen", person);
        Mistakes mistakes = new Mistakes();
        String to = sent.getOrDefault("to", "");
        String text = Entering.clean(sent.getOrDefault("text", ""), true);
        CaseMails.Receiver receiver = CaseMails.receivers(one).stream()
                .filter(r -> r.id().equals(to))
                .findFirst()
                .orElse(null);
        if (receiver == null) {
            mistakes.add("to", ui.t("psirt.mistake.choice"));
        }
        if (text.isEmpty()) {
            mistakes.add("text", ui.t("psirt.mistake.missing"));
        } else if (text.length() > CaseMails.TEXT_CHARS_MAX) {
            mistakes.add("text", ui.t("psirt.mistake.long", text.length(), CaseMails.TEXT_CHARS_MAX));
        } else if (texts.hasGap(text)) {
            mistakes.add("text", ui.t("psirt.mistake.gap"));
        }
        boolean plain = sent.getOrDefault("plain", "").equals("yes");
        if (receiver != null && mails.asksForAgreement(one, receiver) && !plain) {
            mistakes.add("plain", ui.t("psirt.mistake.plain"));
        }
        String language =
                CasePages.locale(sent.getOrDefault("language", ""), ui).getLanguage();
        if (!mistakes.none()) {
            response.setStatus(422);
            Map<String, String> values = new HashMap<>(sent);
            values.put("language", language);
            return mails(one, values, mistakes, "", person, ui);
        }
        mails.write(one, to, text, language, plain, person);
        return new ModelAndView("redirect:" + CaseWords.here(one, Tab.MAILS) + "?done=sent");
    }

    @PostMapping(MAILS + "/{id}/again")
    @Requires(Act.HANDLE_CASES)
    ModelAndView again(@PathVariable String number, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "seen", person);
        mails.again(one, id, person);
        return new ModelAndView("redirect:" + CaseWords.here(one, Tab.MAILS) + "?done=sent");
    }
}

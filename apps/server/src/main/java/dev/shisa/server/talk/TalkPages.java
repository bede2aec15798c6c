package dev.shisa.server.talk;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.talk.Places.At;
import dev.shisa.server.talk.Talks.AnswerSent;
import dev.shisa.server.talk.Talks.CommentSent;
import dev.shisa.server.talk.Talks.HandBackSent;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What was said about a thing: all of it, page by page. */
@Controller
class TalkPages {

    private final Places places;
    private final Talks talks;
    private final TalkShown shown;

    TalkPages(Places places, Talks talks, TalkShown shown) {
        this.places = places;
        this.talks = talks;
        this.shown = shown;
    }

    @GetMapping(Talks.PAGE)
    @Requires(Act.VIEW)
    ModelAndView show(
            @PathVariable String place,
            @PathVariable String thing,
            @RequestParam(defaultValue = "1") int page,
            Form<CommentSent> say,
            Form<AnswerSent> answer,
            Form<HandBackSent> back,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        At at = places.require(place, thing, person);
        ListPage leaf = ListPage.of(talks.size(at), page);
        List<Parts.Mistake> mistakes = new ArrayList<>(say.mistakes(ui));
        mistakes.addAll(answer.mistakes(ui));
        mistakes.addAll(back.mistakes(ui));
        return new ModelAndView("talk/talk")
                .addObject("title", ui.t("talk.title", at.thing().title().apply(ui.locale())))
                .addObject(
                        "crumb",
                        new Parts.Crumb(
                                at.thing().title().apply(ui.locale()),
                                at.thing().href()))
                .addObject("mistakes", mistakes)
                .addObject("view", shown.view(at, leaf, new TalkShown.Forms(say, answer, back, true), person, ui))
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages());
    }

    /** To the thing itself, at what was said. */
    @GetMapping(Talks.PAGE + "/there")
    @Requires(Act.VIEW)
    String there(
            @PathVariable String place,
            @PathVariable String thing,
            @RequestParam(defaultValue = "") String said,
            @AuthenticationPrincipal Person person) {
        At at = places.require(place, thing, person);
        return "redirect:"
                + Typed.id(said).map(id -> Talks.href(at, id)).orElse(at.thing().href());
    }

    /** Makes {@link TalkHere} for every page; nothing is looked up before a page asks. */
    @ControllerAdvice
    static class OnPages {

        private final ObjectProvider<Places> places;
        private final ObjectProvider<TalkShown> shown;

        OnPages(ObjectProvider<Places> places, ObjectProvider<TalkShown> shown) {
            this.places = places;
            this.shown = shown;
        }

        @ModelAttribute("talk")
        TalkHere here() {
            return new TalkHere(places.getObject(), shown.getObject(), ActInterceptor.signedIn());
        }
    }
}

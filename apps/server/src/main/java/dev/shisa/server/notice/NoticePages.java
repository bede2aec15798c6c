package dev.shisa.server.notice;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** お知らせ: what happened that I have to know of, and how I want to be told? Everybody's own. */
@Controller
class NoticePages {

    static final String PATH = "/notices";

    private final OwnNotices own;
    private final NoticeText text;
    private final ChannelStore channels;

    NoticePages(OwnNotices own, NoticeText text, ChannelStore channels) {
        this.own = own;
        this.text = text;
        this.channels = channels;
    }

    @GetMapping(PATH)
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView list(
            @RequestParam(defaultValue = "") String only,
            @RequestParam(defaultValue = "1") String page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        boolean unreadOnly = only.equals("unread");
        int unread = own.unread(person);
        int all = own.count(person, false);
        int found = unreadOnly ? unread : all;
        ListPage leaf = ListPage.of(found, page);
        List<Notice> notices = own.page(person, unreadOnly, leaf.from(), ListPage.ROWS);
        Map<UUID, Series> series = text.series(notices);
        return new ModelAndView("notice/notices")
                .addObject(
                        "rows",
                        notices.stream().map(notice -> row(ui, notice, series)).toList())
                .addObject("unread", unread)
                .addObject("all", all)
                .addObject("unreadOnly", unreadOnly)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages());
    }

    private NoticeView.Row row(Ui ui, Notice notice, Map<UUID, Series> series) {
        return new NoticeView.Row(
                notice.id().toString(),
                notice.urgent() ? "clock" : "info",
                text.sentence(notice, series, ui.locale()),
                ui.t("notice.topic." + notice.kind().topic().id()),
                ui.t("notice.kind." + notice.kind().id()),
                ui.minute(notice.at()),
                notice.readAt() == null,
                notice.urgent());
    }

    /** Reads it and leads to the thing. */
    @PostMapping(PATH + "/{id}/open")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView open(@PathVariable String id, @AuthenticationPrincipal Person person) {
        try {
            Notice notice = own.read(UUID.fromString(id), person);
            return new ModelAndView("redirect:" + LocalPath.orHome(text.href(notice, text.series(List.of(notice)))));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "notice.unknown");
        }
    }

    @PostMapping(PATH + "/read")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView readAll(@AuthenticationPrincipal Person person) {
        own.readAll(person);
        return new ModelAndView("redirect:" + PATH);
    }

    @GetMapping(PATH + "/settings")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView settings(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        ChannelStore.Post post = channels.post().orElse(null);
        Map<Topic, Topic.Way> ways = own.ways(person);
        return new ModelAndView("notice/choices")
                .addObject("mails", post != null && post.server() != null)
                .addObject("hour", post == null ? ChannelStore.USUAL_HOUR : post.digestHour())
                .addObject("email", person.email())
                .addObject("done", done.equals("1"))
                .addObject(
                        "choices",
                        Topic.OF_PEOPLE.stream()
                                .map(topic -> new NoticeView.Choice(
                                        topic.id(),
                                        ui.t("notice.topic." + topic.id()),
                                        ui.t("notice.topic." + topic.id() + ".about"),
                                        ways.getOrDefault(topic, Topic.Way.PAGE).id(),
                                        ui.t("notice.way."
                                                + topic.usual(person.roles()).id())))
                                .toList());
    }

    @PostMapping(PATH + "/settings")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView choose(@RequestParam Map<String, String> sent, @AuthenticationPrincipal Person person) {
        Map<Topic, Topic.Way> ways = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.OF_PEOPLE) {
            Topic.Way.of(sent.getOrDefault(topic.id(), "")).ifPresent(way -> ways.put(topic, way));
        }
        own.choose(person, ways);
        return new ModelAndView("redirect:" + PATH + "/settings?done=1");
    }
}

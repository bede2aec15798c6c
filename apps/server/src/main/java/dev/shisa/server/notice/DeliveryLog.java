package dev.shisa.server.notice;

import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was sent to whom and what became of it, in words. What a message told is not in it: that is its receiver's. */
@Component
class DeliveryLog {

    private static final int PAGE_ROWS = 50;
    private static final int PART_ROWS = 500;

    private final MessageStore messages;
    private final NoticeStore notices;
    private final ChannelStore channels;
    private final People people;

    DeliveryLog(MessageStore messages, NoticeStore notices, ChannelStore channels, People people) {
        this.messages = messages;
        this.notices = notices;
        this.channels = channels;
        this.people = people;
    }

    /**
     * A page, newest first.
     *
     * @param before id of the last row of the page before; anything else: from the newest
     */
    NoticeView.Log page(Ui ui, String before) {
        List<NoticeMessage> found = messages.before(id(before), PAGE_ROWS + 1);
        List<NoticeMessage> shown = found.subList(0, Math.min(found.size(), PAGE_ROWS));
        return new NoticeView.Log(
                shown.stream().map(message -> sent(ui, message)).toList(),
                found.size() > PAGE_ROWS ? shown.getLast().id().toString() : "");
    }

    /** The newest of all, at most so many. */
    List<NoticeView.Sent> all(Ui ui, int most) {
        List<NoticeView.Sent> all = new ArrayList<>();
        UUID before = null;
        while (all.size() < most) {
            List<NoticeMessage> part = messages.before(before, Math.min(PART_ROWS, most - all.size()));
            if (part.isEmpty()) {
                break;
            }
            part.forEach(message -> all.add(sent(ui, message)));
            before = part.getLast().id();
        }
        return all;
    }

    private static @Nullable UUID id(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? UUID.fromString(text) : null;
    }

    private NoticeView.Sent sent(Ui ui, NoticeMessage message) {
        String state = message.state().id();
        String kinds = notices.in(message.id()).stream()
                .map(notice -> ui.t("notice.kind." + notice.kind().id()))
                .distinct()
                .collect(Collectors.joining(ui.t("people.and")));
        boolean waits = message.state() == NoticeMessage.State.WAITING;
        return new NoticeView.Sent(
                message.id().toString(),
                to(message),
                ui.t(message.channel() == null ? "notice.way.mail" : "notice.way.channel"),
                ui.t("notice.sort." + message.sort().id()),
                kinds,
                ui.t("notice.state." + state),
                sign(state),
                NoticeText.outcome(ui, message.code(), message.args())
                        + (waits && message.attempts() > 0
                                ? " " + ui.t("notice.again.at", message.attempts(), ui.minute(message.dueAt()))
                                : ""),
                ui.second(message.madeAt()),
                !waits);
    }

    private String to(NoticeMessage message) {
        return message.channel() == null
                ? message.person() == null
                        ? ""
                        : people.find(message.person()).map(Person::name).orElse("")
                : channels.one(message.channel()).map(Channel::name).orElse("");
    }

    /** The sign of a state. */
    static String sign(String state) {
        return switch (state) {
            case "sent" -> "met";
            case "refused", "given-up" -> "not-met";
            case "waiting" -> "recheck";
            default -> "unknown";
        };
    }
}

package dev.shisa.server.tracker;

import dev.shisa.server.platform.web.Messages;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How issues and trackers are spoken of. */
@Component
class IssueWords {

    private final Messages messages;

    IssueWords(Messages messages) {
        this.messages = messages;
    }

    /** How an issue stands, in a sentence that says whose word it is. */
    String stand(Locale locale, Issue.Stand stand, String tracker) {
        Adapter.There there = stand.there();
        return switch (stand.step()) {
            case WAITING, GOING ->
                stand.code().isEmpty()
                        ? messages.get(locale, "tracker.stand.waiting", tracker)
                        : messages.get(locale, "tracker.stand.again", tracker, why(locale, stand.code(), stand.args()));
            case UNCLEAR ->
                messages.get(locale, "tracker.stand.unclear", tracker, why(locale, stand.code(), stand.args()));
            case FAILED ->
                messages.get(locale, "tracker.stand.failed", tracker, why(locale, stand.code(), stand.args()));
            case GONE -> messages.get(locale, "tracker.stand.gone", tracker, there.key());
            case THERE ->
                there.closed()
                        ? messages.get(locale, "tracker.stand.closed", tracker, there.key())
                        : there.state().isEmpty()
                                ? messages.get(locale, "tracker.stand.there", tracker, there.key())
                                : messages.get(locale, "tracker.stand.state", tracker, there.key(), there.state());
        };
    }

    /** The shape beside it: nothing that a tracker says is green. */
    static String shape(Issue.Stand stand) {
        return switch (stand.step()) {
            case WAITING, GOING -> "clock";
            case UNCLEAR, FAILED, GONE -> "recheck";
            case THERE -> stand.there().closed() ? "recheck" : "info";
        };
    }

    /** Why a tracker could not be asked, and what to do. */
    String why(Locale locale, String code, List<String> args) {
        String own = "tracker.outcome." + code;
        return messages.has(locale, own)
                ? messages.get(locale, own, args.toArray())
                : messages.get(locale, "outgoing.outcome." + code, args.toArray());
    }
}

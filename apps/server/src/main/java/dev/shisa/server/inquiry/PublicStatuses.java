package dev.shisa.server.inquiry;

import dev.shisa.server.portal.PublicAdditions;
import dev.shisa.server.portal.PublicStatus;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the public pages show of what is going on. */
@Component
class PublicStatuses implements PublicAdditions {

    private final Statuses statuses;

    PublicStatuses(Statuses statuses) {
        this.statuses = statuses;
    }

    @Override
    public List<PublicStatus> statuses(Instant since) {
        return statuses.recent(since).stream()
                .map(one -> new PublicStatus(
                        one.code(),
                        one.series(),
                        one.title(),
                        one.state().isOver(),
                        one.steps().reversed().stream()
                                .map(step -> new PublicStatus.Step(
                                        step.state().id(),
                                        step.text(),
                                        step.made().at()))
                                .toList()))
                .toList();
    }
}

package dev.shisa.server.psirt;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.evidence.FactRecords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the window for reports is opened ({@link OpenWindow}), and where it is kept what JPCERT/CC was told of it ({@link Windows}). */
@Component
class WindowPlaces implements FactRecords {

    @Override
    public List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui) {
        Person person = ui.person();
        if (person == null) {
            return List.of();
        }
        return switch (key.value()) {
            case OpenWindow.KEY ->
                person.can(Act.CHANGE_SETTINGS)
                        ? List.of(new Parts.Crumb(ui.t("psirt.window.place"), "/settings/portal"))
                        : List.of();
            case Windows.KEY ->
                person.can(Act.RUN_PSIRT)
                        ? List.of(new Parts.Crumb(ui.t("psirt.window.name"), WindowPages.HERE))
                        : List.of();
            default -> List.of();
        };
    }
}

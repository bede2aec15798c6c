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

/** Where the window for reports is opened: see {@link OpenWindow}. */
@Component
class WindowPlaces implements FactRecords {

    @Override
    public List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui) {
        Person person = ui.person();
        return key.value().equals(OpenWindow.KEY) && person != null && person.can(Act.CHANGE_SETTINGS)
                ? List.of(new Parts.Crumb(ui.t("psirt.window.place"), "/settings/portal"))
                : List.of();
    }
}

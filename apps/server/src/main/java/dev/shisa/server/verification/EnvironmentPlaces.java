package dev.shisa.server.verification;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.evidence.FactRecords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the environments for verification are kept: see {@link Environments}. */
@Component
class EnvironmentPlaces implements FactRecords {

    @Override
    public List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui) {
        return key.value().equals(Environments.KEY)
                ? List.of(new Parts.Crumb(ui.t("organisation.tab.environments"), EnvironmentPages.HERE))
                : List.of();
    }
}

package dev.shisa.server.evidence;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a capability keeps the records from which answers follow by themselves; asked by the pages of questions and requirements. */
public interface FactRecords {

    /**
     * The pages for one question.
     *
     * @param series of which it is asked; null: the company
     */
    List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui);
}

/** The pages for everybody: products, advisories, the policy, and the files of a CSAF trusted provider. */
@NullMarked
package dev.shisa.server.portal;

import org.jspecify.annotations.NullMarked;

/**
 * Who delivers what, what was asked, agreed, checked and decided, and which files go to and fro.
 *
 * <p>One company is one row; which item of the collection {@code supplier} in a product's register it is, is a link
 * by id. Agreements, deliveries, checks, decisions and accepted answers are rows that are never changed but for their
 * end ({@code Rows}, with the record that says the same). {@code Topics} is the one place where they become facts,
 * compared with what was said last by {@code LivingFacts}: what is asked of all suppliers is decided only when each
 * in the register has a record, a fact ends on the last day of what it rests on, and what is taken back earlier is
 * said not to be so rather than withdrawn, since an older answer would come back.
 *
 * <p>The questions go by a link whose secret is stored as a hash; files go by a link for one person and a passphrase
 * that goes another way, and after it by a cookie, so that no address of a file has the secret in it. Other packages
 * look up duty and missing updates through {@code SupplierDuties}, and tell parts and publishers through
 * {@code PartsSource} and {@code AdvisoryPublishers}.
 *
 * <p>Tables: {@code supplier}, {@code supplier_access}, {@code supplier_answer}, {@code supplier_check},
 * {@code supplier_conclusion}, {@code supplier_contact}, {@code supplier_contract}, {@code supplier_decision},
 * {@code supplier_delivery}, {@code supplier_file}, {@code supplier_item}, {@code supplier_request},
 * {@code supplier_review}, {@code supplier_submission}, {@code supplier_transfer}.
 *
 * <p>Events: tells {@code SupplierHeard}; hears {@code FactsChanged}.
 *
 * <p>Doors: pages {@code /exchange}, {@code /organisation/suppliers}, {@code /supplier}; API {@code /suppliers}; jobs
 * {@code LateAnswers}, {@code LivingFacts}.
 */
@NullMarked
package dev.shisa.server.supplier;

import org.jspecify.annotations.NullMarked;

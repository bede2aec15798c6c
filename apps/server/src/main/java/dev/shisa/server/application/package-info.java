/** What is sent to IPA: the checklist filled from the answers, the check for corrections, an own export, the steps of the application. */
@NullMarked
package dev.shisa.server.application;

import org.jspecify.annotations.NullMarked;

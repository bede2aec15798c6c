-- References that are followed backwards: whether a stored content is used by anything before it is swept, what belongs to a series or
-- a release, and what is checked when a way of signing in or a channel goes.

CREATE INDEX application_form_blob ON application_form (sha256);
CREATE INDEX checklist_blob ON checklist (sha256);
CREATE INDEX document_source_blob ON document_source (file_sha256);
CREATE INDEX procedure_file_blob ON procedure_file (sha256);
CREATE INDEX psirt_file_blob ON psirt_file (sha256);
CREATE INDEX psirt_kept_file_blob ON psirt_kept_file (sha256);
CREATE INDEX supplier_answer_blob ON supplier_answer (file_sha256);
CREATE INDEX supplier_file_blob ON supplier_file (sha256);
CREATE INDEX supplier_review_blob ON supplier_review (file_sha256);

CREATE INDEX inquiry_status_series ON inquiry_status (series_id);
CREATE INDEX inquiry_surge_series ON inquiry_surge (series_id);
CREATE INDEX notice_event_series ON notice_event (series_id);
CREATE INDEX psirt_feedback_series ON psirt_feedback (series_id);
CREATE INDEX question_link_series ON question_link (series_id);
CREATE INDEX supplier_delivery_series ON supplier_delivery (series_id);
CREATE INDEX supplier_item_series ON supplier_item (series_id);
CREATE INDEX vulnerability_brought_decision_series ON vulnerability_brought_decision (series_id);

CREATE INDEX bench_run_release ON bench_run (release_id);
CREATE INDEX change_impact_release ON change_impact (release_id);
CREATE INDEX change_impact_predecessor ON change_impact (predecessor_id);
CREATE INDEX procedure_execution_release ON procedure_execution (release_id);
CREATE INDEX release_predecessor ON release (predecessor);
CREATE INDEX scan_import_release ON scan_import (release_id);
CREATE INDEX series_designated ON series (designated);
CREATE INDEX shipping_stop_step_release ON shipping_stop_step (release_id);
CREATE INDEX verification_item_release ON verification_item (release_id);
CREATE INDEX verification_order_release ON verification_order (release_id);
CREATE INDEX verification_release_release ON verification_release (release_id);
CREATE INDEX verification_result_release ON verification_result (release_id);

CREATE INDEX notice_channel_id ON notice (channel_id);
CREATE INDEX notice_message_channel ON notice_message (channel_id);
CREATE INDEX oidc_request_provider ON oidc_request (provider_id);
CREATE INDEX oidc_unlinked_provider ON oidc_unlinked (provider_id);
CREATE INDEX session_provider ON session (provider_id);
CREATE INDEX sign_in_step_provider ON sign_in_step (provider_id);

/** Lets administrators read the audit log and prove that nobody changed it. */
@NullMarked
package org.strongroom.server.audit.review;

import org.jspecify.annotations.NullMarked;

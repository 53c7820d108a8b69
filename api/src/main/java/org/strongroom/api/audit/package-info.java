/** The audit log. */
@NullMarked
package org.strongroom.api.audit;

import org.jspecify.annotations.NullMarked;

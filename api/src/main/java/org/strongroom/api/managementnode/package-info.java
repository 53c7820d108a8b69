/** Management nodes, and what can be asked without a session. */
@NullMarked
package org.strongroom.api.managementnode;

import org.jspecify.annotations.NullMarked;

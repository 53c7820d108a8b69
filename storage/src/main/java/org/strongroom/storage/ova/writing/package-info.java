/** OVAs written: the plan, its layout to the byte, the descriptor. */
@NullMarked
package org.strongroom.storage.ova.writing;

import org.jspecify.annotations.NullMarked;

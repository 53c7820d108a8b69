/** The tar archive that an OVA is, its members, limits and manifest. */
@NullMarked
package org.strongroom.storage.ova.archive;

import org.jspecify.annotations.NullMarked;

/** Images made out of an OVA, wherever it lies. */
@NullMarked
package org.strongroom.server.imagebackup.importing;

import org.jspecify.annotations.NullMarked;

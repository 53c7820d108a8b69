/** Lists of resources, made from the declarations of queries and inventories. */
@NullMarked
package org.strongroom.server.face.console.table;

import org.jspecify.annotations.NullMarked;

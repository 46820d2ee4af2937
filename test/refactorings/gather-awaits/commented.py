async def dinner(kitchen):
    soup = await kitchen.cook("soup")
#   ^ nothing: at the same time
    # The oven is free only now.
    cake = await kitchen.bake("cake")
    return soup, cake

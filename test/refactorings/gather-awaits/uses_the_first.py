async def dinner(kitchen):
    soup = await kitchen.cook("soup")
#   ^ nothing: gather
    cake = await kitchen.bake(soup)
    return soup, cake

def waits(user):
    return []

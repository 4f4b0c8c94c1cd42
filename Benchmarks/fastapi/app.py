"""The peer of `scripts/bench http`: the four busiest reads of Souk's REST interface as a Python service.

Written as a good Python engineer would write a service that has to live: mapped classes, relationships loaded without
N+1 statements, response models that check and document what is answered, a session for each request from an asyncpg
pool, orjson for the columns of JSON. It reads the database that `souk import` filled; `setup.sql` adds what its search
leans on. `bare.py` is the same stripped to what the machine needs.
"""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import orjson
from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, PlainSerializer
from sqlalchemy import ForeignKey, and_, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload

from statements import SEARCH, SUGGEST, beginning

engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgres://", "postgresql+asyncpg://", 1),
    pool_size=10, max_overflow=0, json_deserializer=orjson.loads)
sessions = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(_: FastAPI):
    yield
    await engine.dispose()


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


app = FastAPI(title="Peer", lifespan=lifespan)
Session = Annotated[AsyncSession, Depends(session)]
Page = Annotated[int, Query(ge=1, le=10_000)]
PageSize = Annotated[int, Query(ge=1, le=100)]


# --- Tables -----------------------------------------------------------------------------------------------------------

class Base(DeclarativeBase):
    type_annotation_map = {list: JSONB, dict: JSONB}


class Category(Base):
    __tablename__ = "categories"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None]
    name: Mapped[str]
    slug: Mapped[str]
    path: Mapped[list]


class Variant(Base):
    __tablename__ = "variants"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    position: Mapped[int]
    sku: Mapped[str | None]
    options: Mapped[dict]
    price_minor: Mapped[int] = mapped_column("price")
    stock_quantity: Mapped[int | None] = mapped_column("stock")

    @property
    def price(self) -> float:
        return self.price_minor / 100


class Product(Base):
    __tablename__ = "products"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    external_id: Mapped[str | None]
    slug: Mapped[str]
    name: Mapped[str]
    description: Mapped[str]
    brand: Mapped[str | None]
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"))
    tags: Mapped[list]
    attributes: Mapped[dict]
    barcodes: Mapped[list]
    images: Mapped[list]
    currency: Mapped[str]
    compare_at_minor: Mapped[int | None] = mapped_column("compare_at_price")
    rating: Mapped[float | None]
    review_count: Mapped[int]
    released: Mapped[str | None]
    status: Mapped[str]
    vendor_id: Mapped[UUID | None]
    price_minor: Mapped[int] = mapped_column("price")
    in_stock: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    category: Mapped[Category | None] = relationship()
    variants: Mapped[list[Variant]] = relationship(order_by=Variant.position)

    @property
    def price(self) -> float:
        return self.price_minor / 100

    @property
    def compare_at_price(self) -> float | None:
        return None if self.compare_at_minor is None else self.compare_at_minor / 100

    @property
    def stock_quantity(self) -> int | None:
        counted = [variant.stock_quantity for variant in self.variants if variant.stock_quantity is not None]
        return sum(counted) if counted else None


# --- Answers ----------------------------------------------------------------------------------------------------------

class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


Moment = Annotated[
    datetime, PlainSerializer(lambda moment: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"), str)]


class Place(Answer):
    id: UUID
    name: str
    slug: str
    path: list[str]


class Image(Answer):
    url: str
    alt: str


class VariantAnswer(Answer):
    id: UUID
    sku: str | None
    options: dict[str, str]
    price: float
    stock_quantity: int | None


class ProductAnswer(Answer):
    id: UUID
    external_id: str | None
    slug: str
    name: str
    description: str
    brand: str | None
    category: Place | None
    tags: list[str]
    attributes: dict[str, str | float | bool]
    price: float
    compare_at_price: float | None
    currency: str
    in_stock: bool
    stock_quantity: int | None
    rating: float | None
    review_count: int
    released: str | None
    barcodes: list[str]
    images: list[Image]
    variants: list[VariantAnswer]
    status: str
    vendor_id: UUID | None
    version: int
    created_at: Moment
    updated_at: Moment


class PageAnswer(Answer):
    total: int
    page: int
    page_size: int
    total_pages: int


class ProductPage(PageAnswer):
    items: list[ProductAnswer]


class Hit(Answer):
    id: UUID
    slug: str
    name: str
    description: str
    price: float
    currency: str
    category: Place | None
    brand: str | None
    rating: float | None
    review_count: int
    in_stock: bool
    tags: list[str]
    image: Image | None
    score: float
    highlights: dict[str, str] = {}


class Count(Answer):
    name: str
    count: int


class CategoryCount(Count):
    path: list[str]


class Facets(Answer):
    categories: list[CategoryCount]
    brands: list[Count]
    price_ranges: list[dict[str, float | None]]
    ratings: list[dict[str, float | None]] = []
    attributes: dict[str, list[Count]] = {}


class SearchAnswer(PageAnswer):
    results: list[Hit]
    facets: Facets
    query_time: float


class Suggestion(Answer):
    text: str
    score: float
    kind: str


class Suggestions(Answer):
    suggestions: list[Suggestion]


# --- The list ---------------------------------------------------------------------------------------------------------

ORDERS = {
    "name": Product.name.collate("C"), "price": Product.price_minor, "created_at": Product.created_at,
    "rating": Product.rating, "popularity": Product.review_count}
whole = (joinedload(Product.category), selectinload(Product.variants))


def subtree(slug: str):
    tree = select(Category.id).where(Category.slug == slug).cte("tree", recursive=True)
    return tree.union_all(select(Category.id).join(tree, Category.parent_id == tree.c.id))


def pages(total: int, page_size: int) -> int:
    return -(-total // page_size)


@app.get("/api/v1/products", response_model=ProductPage)
async def list_products(
    db: Session, response: Response, category: str | None = None, brand: Annotated[list[str], Query()] = [],
    min_price: Decimal | None = None, max_price: Decimal | None = None, in_stock: bool | None = None,
    sort_by: Literal["name", "price", "created_at", "rating", "popularity"] = "created_at",
    sort_order: Literal["asc", "desc"] = "desc", page: Page = 1, page_size: PageSize = 20,
):
    conditions = [Product.status == "published"]
    if category:
        conditions.append(Product.category_id.in_(select(subtree(category).c.id)))
    if brand:
        conditions.append(Product.brand.in_(brand))
    if min_price is not None:
        conditions.append(and_(Product.price_minor >= int(min_price * 100), Product.currency == "USD"))
    if max_price is not None:
        conditions.append(and_(Product.price_minor <= int(max_price * 100), Product.currency == "USD"))
    if in_stock is not None:
        conditions.append(Product.in_stock == in_stock)
    order = [ORDERS[sort_by], Product.id]
    if sort_order == "desc":
        order = [column.desc() for column in order]
    if sort_by == "rating":
        order[0] = order[0].nulls_last()
    total = await db.scalar(select(func.count()).select_from(Product).where(*conditions)) or 0
    found = await db.scalars(
        select(Product).where(*conditions).order_by(*order).options(*whole).limit(page_size).offset((page - 1) * page_size))
    response.headers["Cache-Control"] = "no-cache"
    return {
        "items": found.all(), "total": total, "page": page, "page_size": page_size,
        "total_pages": pages(total, page_size)}


# --- Search and suggestions -------------------------------------------------------------------------------------------

HIT = (
    "id", "slug", "name", "description", "price", "currency", "category", "brand", "rating", "review_count", "in_stock",
    "tags", "image", "score")


def hit(row: list) -> dict:
    members = dict(zip(HIT, row, strict=True))
    members["price"] /= 100
    return members


def facets(row) -> dict:
    return {
        "categories": [{"name": path[-1], "path": path, "count": count} for path, count in row.categories or []],
        "brands": [{"name": name, "count": count} for name, count in row.brands or []],
        "price_ranges": [{"from": bound, "to": bound + 50, "count": count} for bound, count in row.prices or []]}


@app.get("/api/v1/products/search", response_model=SearchAnswer)
async def search_products(db: Session, response: Response, q: str = "", page: Page = 1, page_size: PageSize = 20):
    begin = time.perf_counter()
    values = {"words": q, "size": page_size, "skipped": (page - 1) * page_size}
    row = (await db.execute(SEARCH, values)).one()
    response.headers["Cache-Control"] = "no-cache"
    return {
        "results": [hit(found) for found in row.results or []], "facets": facets(row), "total": row.total,
        "page": page, "page_size": page_size, "total_pages": pages(row.total, page_size),
        "query_time": round(time.perf_counter() - begin, 6)}


@app.get("/api/v1/products/suggestions", response_model=Suggestions)
async def suggest_products(db: Session, response: Response, q: str, limit: Annotated[int, Query(ge=1, le=20)] = 10):
    rows = await db.execute(SUGGEST, {"beginning": beginning(q), "size": limit})
    response.headers["Cache-Control"] = "no-cache"
    return {"suggestions": rows.all()}


# --- One product ------------------------------------------------------------------------------------------------------

@app.get("/api/v1/products/{address}", response_model=ProductAnswer)
async def read_product(db: Session, response: Response, address: str):
    try:
        condition = Product.id == UUID(address)
    except ValueError:
        condition = Product.slug == address
    found = await db.scalar(select(Product).where(condition, Product.status == "published").options(*whole))
    if found is None:
        raise HTTPException(404, "There is no such product.")
    response.headers["Cache-Control"] = "no-cache"
    return found
